import Logging
import Messaging
import NodeKit
import Persistence
import SMPProtocol

/// The parts of the node, made from its configuration: what the commands run.
struct DebtorsNode: Sendable {
    let settings: DebtorsConfiguration
    let database: Database
    let store: DebtorsStore
    private let wakeUps: WakeUps
    private let logger: Logger

    /// - Parameter connections: how many database connections the roles of the process may need at once.
    /// - Throws: ``ConfigurationError`` when there is no database URL.
    init(_ settings: DebtorsConfiguration, connections: Int, logger: Logger) throws(ConfigurationError) {
        self.settings = settings
        self.logger = logger
        var pool = settings.database.pool
        pool.maximumConnections = max(pool.maximumConnections, connections)
        database = Database(url: try settings.database.url.get(), configuration: pool, logger: Self.logger("database"))
        let wakeUps = WakeUps(service: settings.common.profile.service)
        self.wakeUps = wakeUps
        store = DebtorsStore(database: database, messagesRecorded: { wakeUps.raise(.outbox) })
    }

    private static func logger(_ name: String) -> Logger { Logger(label: "\(NodeProfile.debtorsAgent.service).\(name)") }

    // MARK: Roles

    func webServer(_ edge: Edge) -> some NodeRole {
        let api = DebtorsAPI(
            store: store, settings: settings.api, responsibility: settings.responsibility, now: SystemClock.now)
        let responsibility = settings.responsibility
        let database = database
        return WebServer(
            WebAPI(
                settings.common, edge: edge, routes: api.routes, openAPI: Resources.openAPI,
                readiness: [ReadinessCheck("database") { try await database.query("SELECT 1") }],
                isServed: { responsibility.isValid(DebtorID($0)) }))
    }

    /// Token checks, or blind trust if the configuration asks for it (development).
    func edge() throws(ConfigurationError) -> Edge {
        let logger = Self.logger("edge")
        let oauth2 = settings.common.oauth2
        return try .configured(oauth2, sharedCache: oauth2.sharedCache(settings.common.profile, logger: logger), logger: logger)
    }

    func consumer(_ broker: (url: Secret<String>, queue: String), _ settings: ConsumerConfiguration, drains: Bool) throws -> some NodeRole {
        let inbox = Inbox(
            .init(
                consumer: BatchConsumer.Configuration(
                    url: try BrokerURL(broker.url.revealed), queue: broker.queue, prefetchCount: settings.prefetchCount,
                    prefetchSize: settings.prefetchSize, drains: drains),
                workers: settings.processes * settings.threads),
            handler: DebtorsInbox(
                store: store, responsibility: self.settings.responsibility, now: SystemClock.now, logger: Self.logger("actors")),
            logger: Self.logger("actors"))
        return Role("consume_messages") { try await inbox.run() }
    }

    func flusher(
        _ name: String, kinds: [MessageKind] = [.configureAccount, .prepareTransfer, .finalizeTransfer],
        _ flush: FlushConfiguration, quitsEarly: Bool = false
    ) throws -> some NodeRole {
        let responsibility = settings.responsibility
        let deletesParentRecords = settings.common.shard.deletesParentRecords
        let shard = OutboxShard { _, address in
            guard let id = address.debtorID else { return .foreign }
            if responsibility.isValid(id) { return .own }
            return deletesParentRecords && responsibility.isOnlyOfParent(id) ? .leftOver : .foreign
        }
        return OutboxFlusher(
            name: name,
            OutboxFlusher.Configuration(
                node: .debtors, publisher: .init(url: try BrokerURL(settings.common.broker.url.revealed)), kinds: kinds,
                burstCount: settings.flushBurstCount, processes: flush.processes, periodSeconds: flush.periodSeconds,
                shard: shard, quitsEarly: quitsEarly),
            // Whoever sends nothing here must not keep wake-ups from those that do elsewhere.
            database: database, wakeUp: flush.processes > 0 ? wakeUps.subscribe(to: .outbox) : WakeUp(), logger: Self.logger("flush"))
    }

    func scanner(days: Double? = nil, quitsEarly: Bool = false) -> some NodeRole {
        var scan = settings.scanner
        if let days { scan.days = days }
        return DebtorsScanner(
            store: store, rules: settings.scannerRules, responsibility: settings.responsibility, now: SystemClock.now
        ).role(scan, quitsEarly: quitsEarly, logger: Self.logger("scan"))
    }

    // MARK: Combinations

    /// One role in a process of its own, with wake-ups from and to the other processes of the node.
    func alone(_ role: any NodeRole) -> any NodeRole {
        let relay = WakeUpRelay(wakeUps, database: database, logger: logger)
        return Role(role.name) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await relay.run() }
                try await role.run()
                group.cancelAll()
            }
        }
    }

    /// All roles in one process; each is started again when it ends (OPS 3.3).
    func together(_ name: String, _ roles: [any NodeRole]) -> any NodeRole {
        Supervisor(name: name, roles: roles + [WakeUpRelay(wakeUps, database: database, logger: logger)], logger: logger)
    }
}
