/// One HTTP request.
public struct WebRequest: Sendable {
    /// What the request asks for.
    public enum Method: String, Sendable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"

        /// Only these follow redirects: repeating the others somewhere else could do a thing twice, or hand a secret to a stranger.
        var followsRedirects: Bool { self == .get || self == .head }
    }

    /// GET unless something else is said.
    public var method: Method
    /// An absolute URL (or IRI) without user name and password.
    public var url: String
    /// Sent as they are.
    public var headers: WebHeaders
    /// Sent as it is. Of `.get` and `.head` it must be empty.
    public var body: [UInt8]
    /// Instead of the client's own limits.
    public var limits: WebLimits?
    /// What the URL and the targets of redirects may begin with. A redirect never leads from https to http.
    public var schemes: Schemes

    /// What a URL may begin with.
    public enum Schemes: Sendable {
        case httpsOnly
        case httpAndHTTPS
    }

    /// Whether the URL is one is found out when the request is sent.
    public init(
        method: Method = .get, url: String, headers: WebHeaders = [:], body: [UInt8] = [], limits: WebLimits? = nil,
        schemes: Schemes = .httpAndHTTPS
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.limits = limits
        self.schemes = schemes
    }

    /// Whether the URL is one that a request can be sent to: absolute, with a host, and without a user name.
    public var hasValidURL: Bool { (try? WebTarget(url, schemes: schemes)) != nil }
}

/// How much a request may cost.
public struct WebLimits: Sendable, Equatable {
    /// A longer body ends the transfer with `WebError.bodyTooLarge`.
    public var bodyBytes: Int
    /// The header lines of all responses of the request (also of the redirects) together.
    public var headerBytes: Int
    /// How many redirects are followed. 0: a redirect is returned as the response.
    public var redirects: Int
    /// From the moment when there is a free place for the connection to the last byte of the body; all redirects together, without the
    /// waiting for their places.
    public var totalSeconds: Double
    /// How long it may wait for a free place, for each redirect again.
    public var waitSeconds: Double
    /// From the start of the transfer to the end of the TLS handshake, name resolution included.
    public var connectSeconds: Double

    /// Sizes are in bytes, times in seconds; times beyond a day count as a day.
    public init(
        bodyBytes: Int = 1 << 20, headerBytes: Int = 64 << 10, redirects: Int = 0, totalSeconds: Double = 10, waitSeconds: Double = 10,
        connectSeconds: Double = 5
    ) {
        precondition(bodyBytes >= 0 && headerBytes > 0 && redirects >= 0, "limits are not negative")
        precondition(totalSeconds >= 0.001 && connectSeconds >= 0.001 && waitSeconds >= 0, "a limit of time is at least a millisecond")
        self.bodyBytes = bodyBytes
        self.headerBytes = headerBytes
        self.redirects = redirects
        self.totalSeconds = min(totalSeconds, 86_400)
        self.waitSeconds = min(waitSeconds, 86_400)
        self.connectSeconds = min(connectSeconds, 86_400)
    }
}
