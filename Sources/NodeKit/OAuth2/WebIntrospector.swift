import SMPProtocol
import WebFetch

/// Asks a token introspection end-point over HTTP (OPS 8.3, CA-API 3.1).
public struct WebIntrospector: TokenIntrospector {
    private let url: String
    private let send: @Sendable (WebRequest) async throws -> WebResponse
    private let sleep: @Sendable (Duration) async throws -> Void
    private let now: @Sendable () -> ContinuousClock.Instant

    /// A few seconds altogether, then the request is answered with 500 (CA-API 20.15).
    private static let patience: Duration = .seconds(4)
    private static let pauses: [Duration] = [.milliseconds(100), .milliseconds(400)]
    /// An attempt for which less time is left is not worth making.
    private static let shortestAttempt: Duration = .milliseconds(200)

    /// - Parameter url: of the end-point.
    public init(url: String, client: WebClient) {
        self.init(url: url, send: { try await client.send($0) }, sleep: { try await Task.sleep(for: $0) }, now: { .now })
    }

    init(
        url: String, send: @escaping @Sendable (WebRequest) async throws -> WebResponse,
        sleep: @escaping @Sendable (Duration) async throws -> Void, now: @escaping @Sendable () -> ContinuousClock.Instant
    ) {
        self.url = url
        self.send = send
        self.sleep = sleep
        self.now = now
    }

    /// Transport errors that may pass, and 5xx, are tried again twice, as long as there is time.
    public func introspect(token: String) async throws -> Introspection {
        let end = now() + Self.patience
        var outcome = await attempt(token, until: end)
        for pause in Self.pauses {
            guard outcome.mayPass, end - now() > pause + Self.shortestAttempt else { break }
            try await sleep(pause)
            outcome = await attempt(token, until: end)
        }
        return try Self.introspection(try outcome.get())
    }

    private func attempt(_ token: String, until end: ContinuousClock.Instant) async -> Result<WebResponse, any Error> {
        let request = WebRequest(
            method: .post, url: url,
            headers: [
                "Content-Type": "application/x-www-form-urlencoded",
                // The authorization server refuses plain HTTP otherwise.
                "X-Forwarded-Proto": "https",
                "Accept": "application/json",
            ], body: Array("token=\(PercentEncoding.encode(token))".utf8), limits: Self.limits(within: (end - now()).inSeconds))
        do { return .success(try await send(request)) } catch { return .failure(error) }
    }

    /// At most 2.5 s, so that there is time for another attempt.
    private static func limits(within rest: Double) -> WebLimits {
        // Some time, also when the pause has lasted longer than it should.
        let seconds = max(0.1, rest)
        let waitSeconds = min(0.5, seconds / 4)
        let totalSeconds = min(2, seconds - waitSeconds)
        return WebLimits(
            bodyBytes: Introspection.maximumBytes, redirects: 0, totalSeconds: totalSeconds, waitSeconds: waitSeconds,
            connectSeconds: min(1, totalSeconds))
    }

    static func introspection(_ response: WebResponse) throws -> Introspection {
        guard response.status == 200 else { throw Introspection.Malformed(description: "token introspection: status \(response.status)") }
        return try Introspection(json: response.body)
    }
}

extension Result where Success == WebResponse, Failure == any Error {
    /// Whether the same request may succeed a little later.
    fileprivate var mayPass: Bool {
        switch self {
        case .success(let response): response.status >= 500
        case .failure(let error): (error as? WebError)?.isTransient ?? false
        }
    }
}
