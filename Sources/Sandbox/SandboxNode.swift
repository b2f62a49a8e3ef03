import Logging
import Messaging
import NodeKit
import SMPProtocol

/// The parts of the sandbox, made from its configuration: what the commands run.
struct SandboxNode: Sendable {
    private let settings: SandboxConfiguration
    let authority: Authority
    let relay: Relay
    private let logger: Logger

    /// - Throws: `MessagingError` when the broker's URL is none.
    init(_ settings: SandboxConfiguration, logger: Logger, wall: @escaping @Sendable () -> Timestamp = SystemClock.now) throws {
        self.settings = settings
        self.logger = logger
        func part(_ name: String) -> Logger {
            var part = Logger(label: "\(NodeProfile.sandbox.service).\(name)")
            part.logLevel = logger.logLevel
            return part
        }
        let peers = Self.peers(settings, broker: try BrokerURL(settings.common.broker.address.url.revealed), logger: part("outlet"))
        let parser = RootConfigData(isLenient: settings.isLenient)
        authority = Authority(
            book: Book(rules: settings.rules, parseRootConfiguration: parser.parse), peers: peers, faults: settings.faults,
            file: settings.snapshotFile, wall: wall,
            logger: part("authority"))
        relay = Relay(
            authority: authority, peers: peers, debtors: settings.debtors, prefetchCount: settings.prefetchCount, logger: part("relay"))
    }

    /// Goes on from where the last process has ended, when there is a file.
    ///
    /// - Throws: ``SnapshotError``.
    func remember() async throws {
        guard let file = settings.snapshotFile, let snapshot = try file.load() else { return }
        let (messages, _) = try await authority.restore(snapshot)
        logger.info(
            "Goes on from \(file.path), with \(snapshot.book.accounts.count) accounts and \(messages) messages that were on their way.")
    }

    /// The debtors agent and the creditors agents. Peers with the same broker share the way out, so that messages keep their order.
    private static func peers(_ settings: SandboxConfiguration, broker: BrokerURL, logger: Logger) -> [Peer] {
        var outlets: [(url: BrokerURL, outlet: Outlet)] = []
        func outlet(_ url: BrokerURL) -> Outlet {
            if let known = outlets.first(where: { $0.url == url }) { return known.outlet }
            let outlet = Outlet(url: url, returnedSeconds: settings.returnedSeconds, logger: logger)
            outlets.append((url, outlet))
            return outlet
        }
        let agents = settings.creditorsAgents.map { address in
            let url = address.url ?? broker
            return Peer(.creditorsAgent(own: address.own, assigned: address.assigned), url: url, queue: settings.queue, outlet: outlet(url))
        }
        return [Peer(.debtorsAgent, url: broker, queue: settings.queue + "_da", outlet: outlet(broker))] + agents
    }

    // MARK: Roles

    /// Often enough for purges and arrivals to look immediate.
    private static let upkeepSeconds = 0.5

    private var upkeep: some NodeRole {
        let authority = authority
        return PeriodicRole("upkeep", everySeconds: Self.upkeepSeconds) { await authority.keepUp() }
    }

    private var webServer: some NodeRole { WebServer(web) }

    /// The API, for tests, too.
    var web: WebAPI {
        let api = SandboxAPI(authority: authority, documents: DocumentHost(), codes: AuthorizationCodes())
        return WebAPI(
            settings.common, edge: .trustedHeaders, routes: api.routes, openAPI: api.endpoints.openAPI(), isServed: { _ in true })
    }

    /// All roles in one process; each is started again when it ends (OPS 3.3).
    func everything() -> any NodeRole {
        var roles: [any NodeRole] = [relay, upkeep, webServer]
        if let port = settings.securePort {
            let web = settings.common.web
            roles.append(SecureEntrance(outer: Entrance(web.host, port), inner: Entrance(web.host, web.port).fromHere))
        }
        return Supervisor(name: "all", roles: roles, logger: logger)
    }
}
