public import WebFetch

/// The addresses of a running stack, and the HTTP client for all calls to it.
public struct Nodes: Sendable {
    /// The Debtors Agent, without a slash at the end: `http://127.0.0.1:18405`.
    public let debtors: String
    /// The Creditors Agent.
    public let creditors: String
    /// The accounting authority.
    public let sandbox: String
    /// Does all calls.
    public let web: WebClient

    /// Nodes at these addresses; a slash at their end makes no difference.
    public init(debtors: String, creditors: String, sandbox: String, web: WebClient = Self.client()) {
        self.debtors = Self.withoutSlash(debtors)
        self.creditors = Self.withoutSlash(creditors)
        self.sandbox = Self.withoutSlash(sandbox)
        self.web = web
    }

    /// Reads `DEBTORS_URL`, `CREDITORS_URL` and `SANDBOX_URL`, which `scripts/stack env` prints.
    ///
    /// - Throws: ``MissingAddress``.
    public init(environment: [String: String]) throws(MissingAddress) {
        func address(_ name: String) throws(MissingAddress) -> String {
            guard let value = environment[name], !value.isEmpty else { throw MissingAddress(variable: name) }
            return value
        }
        try self.init(debtors: address("DEBTORS_URL"), creditors: address("CREDITORS_URL"), sandbox: address("SANDBOX_URL"))
    }

    /// The environment does not say where a node is.
    public struct MissingAddress: Error, CustomStringConvertible {
        /// The variable that is missing.
        public let variable: String
        public var description: String {
            "\(variable) is not set: run `eval \"$(scripts/stack env)\"` after `scripts/stack up`, or start this with its script"
        }
    }

    /// A client for many calls at once to few hosts. A node that has just been started may take its time.
    public static func client() -> WebClient {
        var configuration = WebClientConfiguration(addresses: .any)
        configuration.connections = 256
        configuration.connectionsPerHost = 192
        configuration.limits = WebLimits(bodyBytes: 64 << 20, totalSeconds: 30, waitSeconds: 30)
        configuration.userAgent = "swpt-demo"
        return WebClient(configuration: configuration)
    }

    /// The Simple Issuing Web API, in a user's name.
    public func debtorsAPI(as user: DemoUser) -> APIClient { APIClient(address: debtors, token: user.token, web: web) }
    /// The Payments Web API, in a user's name.
    public func creditorsAPI(as user: DemoUser) -> APIClient { APIClient(address: creditors, token: user.token, web: web) }

    private static func withoutSlash(_ address: String) -> String {
        address.hasSuffix("/") ? String(address.dropLast()) : address
    }
}
