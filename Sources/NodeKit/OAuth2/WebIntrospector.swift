import SMPProtocol
import WebFetch

/// Asks a token introspection end-point over HTTP (OPS 8.3, CA-API 3.1).
public struct WebIntrospector: TokenIntrospector {
    private let url: String
    private let send: @Sendable (WebRequest) async throws -> WebResponse
    private let sleep: @Sendable (Duration) async throws -> Void

    /// A few seconds altogether, then the request is answered with 500 (CA-API 20.15).
    private static let limits = WebLimits(
        bodyBytes: Introspection.maximumBytes, redirects: 0, totalSeconds: 3, waitSeconds: 1, connectSeconds: 1)
    private static let pauses: [Duration] = [.milliseconds(100), .milliseconds(400)]

    /// - Parameter url: of the end-point.
    public init(url: String, client: WebClient) {
        self.init(url: url, send: { try await client.send($0) }, sleep: { try await Task.sleep(for: $0) })
    }

    init(
        url: String, send: @escaping @Sendable (WebRequest) async throws -> WebResponse,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.url = url
        self.send = send
        self.sleep = sleep
    }

    /// Transport errors that may pass, and 5xx, are tried again twice.
    public func introspect(token: String) async throws -> Introspection {
        let request = WebRequest(
            method: .post, url: url,
            headers: [
                "Content-Type": "application/x-www-form-urlencoded",
                // The authorization server refuses plain HTTP otherwise.
                "X-Forwarded-Proto": "https",
                "Accept": "application/json",
            ], body: Array("token=\(PercentEncoding.encode(token))".utf8), limits: Self.limits)
        for pause in Self.pauses {
            do {
                let response = try await send(request)
                if response.status < 500 { return try Self.introspection(response) }
            } catch let error as WebError where error.isTransient {
                // Tried again below.
            }
            try await sleep(pause)
        }
        return try Self.introspection(try await send(request))
    }

    static func introspection(_ response: WebResponse) throws -> Introspection {
        guard response.status == 200 else { throw Introspection.Malformed(description: "token introspection: status \(response.status)") }
        return try Introspection(json: response.body)
    }
}
