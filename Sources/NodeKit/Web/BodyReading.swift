import HTTPTypes
import Hummingbird

extension Request {
    /// Whether the body is to be parsed as JSON: `application/json` or `application/…+json`, in any case, parameters ignored (CA-API 2.3).
    var hasJSONBody: Bool {
        guard let value = headers[.contentType] else { return false }
        let mediaType = value.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
        return mediaType == "application/json" || mediaType.hasPrefix("application/") && mediaType.hasSuffix("+json")
    }

    /// - Throws: 413 when the body is longer, 408 when it does not arrive in time; ``ClientFault`` when it does not arrive as a whole.
    func readBody(maxBytes: Int, timeout: Duration) async throws -> [UInt8] {
        let length = headers[.contentLength].flatMap { Int($0) }
        if let length, length > maxBytes { throw APIError.tooLarge }
        let body = self.body
        do {
            let bytes = try await Deadline.run(timeout) { try await body.bytes(maxBytes: maxBytes) }
            if let length, bytes.count < length {
                throw ClientFault(description: "\(bytes.count) of \(length) bytes of a body have arrived")
            }
            return bytes
        } catch is Deadline.Exceeded {
            throw APIError.requestTimeout
        }
    }
}

extension RequestBody {
    /// - Throws: 413; ``ClientFault`` when the connection breaks or what arrives is not HTTP; `CancellationError`.
    fileprivate func bytes(maxBytes: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        var iterator = makeAsyncIterator()
        while let buffer = try await Self.next(of: &iterator) {
            guard bytes.count + buffer.readableBytes <= maxBytes else { throw APIError.tooLarge }
            bytes.append(contentsOf: buffer.readableBytesView)
        }
        return bytes
    }

    private static func next(of iterator: inout AsyncIterator) async throws -> ByteBuffer? {
        do {
            return try await iterator.next()
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw ClientFault(description: "\(error)")
        }
    }
}
