/// What all requests of a `WebClient` have in common.
public struct WebClientConfiguration: Sendable {
    /// For requests that bring none of their own.
    public var limits = WebLimits()
    /// How many transfers run at once.
    public var connections = 100
    /// How many of them for the same host, whatever the port. Each redirect counts for its own host.
    public var connectionsPerHost = 16
    /// How many requests may wait for a connection.
    public var queueLength = 10_000
    /// Where to connections may lead.
    public var addresses: AddressPolicy
    /// A file with the certificates to trust (PEM); nil: the system's.
    public var caBundlePath: String?
    /// False accepts any certificate: for tests only.
    public var verifiesCertificates = true
    /// What servers are told.
    public var userAgent = "swaptacular"
    /// How long a resolved name is reused.
    public var nameCacheSeconds = 60
    /// How long an unused connection may be taken up again.
    public var idleConnectionSeconds = 60

    /// - Parameter addresses: where to connections may lead; nowhere but to public hosts unless something else is said.
    public init(addresses: AddressPolicy = .publicOnly) {
        self.addresses = addresses
    }
}
