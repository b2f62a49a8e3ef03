import HTTPTypes
import Hummingbird

extension Request {
    /// Whether the body is to be parsed as JSON: `application/json` or `application/…+json`, in any case, parameters ignored (CA-API 2.3).
    var hasJSONBody: Bool {
        guard let value = headers[.contentType] else { return false }
        let mediaType = value.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
        return mediaType == "application/json" || mediaType.hasPrefix("application/") && mediaType.hasSuffix("+json")
    }

    /// - Throws: 413 when the body is longer, 408 when it does not arrive in time.
    func readBody(maxBytes: Int, timeout: Duration) async throws -> [UInt8] {
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > maxBytes { throw APIError.tooLarge }
        let body = self.body
        do {
            return try await Deadline.run(timeout) {
                var bytes: [UInt8] = []
                for try await buffer in body {
                    guard bytes.count + buffer.readableBytes <= maxBytes else { throw APIError.tooLarge }
                    bytes.append(contentsOf: buffer.readableBytesView)
                }
                return bytes
            }
        } catch is Deadline.Exceeded {
            throw APIError.requestTimeout
        }
    }
}
