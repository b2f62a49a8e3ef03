/// What all requests of a `WebClient` have in common.
public struct WebClientConfiguration: Sendable {
    /// For requests that bring none of their own.
    public var limits = WebLimits()
    /// How many transfers run at once.
    public var connections = 100
    /// How many of them for the same scheme, host and port (of the request, not of redirects).
    public var connectionsPerHost = 16
    /// How many requests may wait for a connection.
    public var queueLength = 10_000
    /// Connect to public unicast addresses only. Checked for the very address of each connection: after name resolution, and again on
    /// each redirect.
    public var refusesPrivateAddresses = false
    /// What counts as public; tests on one machine have only loopback addresses to tell apart.
    var isPublic: @Sendable (PeerAddress) -> Bool = { $0.isPublic }
    /// A file with the certificates to trust (PEM); nil: the system's.
    public var caBundlePath: String?
    /// False accepts any certificate: for tests only.
    public var verifiesCertificates = true
    public var userAgent = "swaptacular"
    /// How long a resolved name is reused.
    public var nameCacheSeconds = 60
    /// How long an unused connection may be taken up again.
    public var idleConnectionSeconds = 60

    public init() {}
}
