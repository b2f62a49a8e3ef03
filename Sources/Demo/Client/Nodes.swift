public import SMPProtocol
public import WebFetch

/// The addresses of a running stack, and the HTTP client for all calls to it.
public struct Nodes: Sendable {
    /// The Debtors Agent, without a slash at the end: `http://127.0.0.1:18405`.
    public let debtors: String
    /// The Creditors Agent.
    public let creditors: String
    /// The admin API of Circular Trade.
    public let trade: String
    /// The accounting authority.
    public let sandbox: String
    /// Where issuers have their documents, without a slash at the end: `https://127.0.0.1:18409/documents`.
    public let documents: String
    /// What Circular Trade values all currencies in.
    public let base: BaseCurrency
    /// Does all calls.
    public let web: WebClient

    /// The currency in which all others are valued, as Circular Trade's variables name it.
    public struct BaseCurrency: Hashable, Sendable {
        /// `BASE_DEBTOR_ID`
        public let debtor: DebtorID
        /// `BASE_DEBTOR_INFO_LOCATOR`
        public let locator: String
    }

    /// Reads the variables that `scripts/stack env` prints; a slash at the end of an address makes no difference.
    ///
    /// - Throws: ``MissingAddress``.
    public init(environment: [String: String], web: WebClient = Self.client()) throws(MissingAddress) {
        func value(_ name: String) throws(MissingAddress) -> String {
            guard let value = environment[name], !value.isEmpty else { throw MissingAddress(variable: name) }
            return value
        }
        func address(_ name: String) throws(MissingAddress) -> String { Self.withoutSlash(try value(name)) }
        debtors = try address("DEBTORS_URL")
        creditors = try address("CREDITORS_URL")
        trade = try address("TRADE_ADMIN_URL")
        sandbox = try address("SANDBOX_URL")
        documents = try address("DOCUMENTS_URL")
        guard let debtor: DebtorID = SettingText.id(try value("BASE_DEBTOR_ID")) else { throw MissingAddress(variable: "BASE_DEBTOR_ID") }
        base = BaseCurrency(debtor: debtor, locator: try value("BASE_DEBTOR_INFO_LOCATOR"))
        self.web = web
    }

    /// The environment does not say where a node is.
    public struct MissingAddress: Error, CustomStringConvertible {
        /// The variable that is missing, or has no sense.
        public let variable: String
        public var description: String {
            "\(variable) is not set: run `eval \"$(scripts/stack env)\"` after `scripts/stack up`, or start this with its script"
        }
    }

    /// A client for many calls at once to few hosts. A node that has just been started may take its time. Certificates are not checked:
    /// that of the sandbox, which has the documents, is signed by nobody.
    public static func client() -> WebClient {
        var configuration = WebClientConfiguration(addresses: .any)
        configuration.connections = 256
        configuration.connectionsPerHost = 192
        configuration.limits = WebLimits(bodyBytes: 64 << 20, totalSeconds: 30, waitSeconds: 30)
        configuration.userAgent = "swpt-demo"
        configuration.verifiesCertificates = false
        return WebClient(configuration: configuration)
    }

    /// The Simple Issuing Web API, in a user's name.
    public func debtorsAPI(as user: DemoUser) -> APIClient { APIClient(address: debtors, token: user.token, web: web) }
    /// The admin API of Circular Trade, in a user's name. Its administrators are those of the Creditors Agent.
    public func tradeAPI(as user: DemoUser) -> APIClient { APIClient(address: trade, token: user.token, web: web) }
    /// The Payments Web API, in a user's name.
    public func creditorsAPI(as user: DemoUser) -> APIClient { APIClient(address: creditors, token: user.token, web: web) }

    private static func withoutSlash(_ address: String) -> String {
        address.hasSuffix("/") ? String(address.dropLast()) : address
    }
}
