import Logging
import Messaging
import NodeKit
import Persistence
import SMPProtocol

/// The parts of the node, made from its configuration: what the commands run.
struct DebtorsNode: Sendable {
    let settings: DebtorsConfiguration
    let core: NodeCore
    let store: DebtorsStore

    /// - Parameter connections: how many database connections the roles of the process may need at once.
    /// - Throws: ``ConfigurationError`` when there is no database URL.
    init(_ settings: DebtorsConfiguration, connections: Int, logger: Logger) throws(ConfigurationError) {
        self.settings = settings
        let core = try NodeCore(settings, connections: connections, logger: logger)
        self.core = core
        store = DebtorsStore(database: core.database, wakeUps: core.wakeUps, now: SystemClock.now)
    }

    func webServer(_ edge: Edge) -> any NodeRole {
        let responsibility = settings.responsibility
        let api = DebtorsAPI(store: store, settings: settings.api, responsibility: responsibility)
        return WebServer(
            WebAPI(
                settings.common, edge: edge, routes: api.routes, openAPI: Resources.openAPI, readiness: [core.databaseCheck],
                isServed: { responsibility.includes(DebtorID($0)) }))
    }

    func consumer(_ broker: (url: Secret<String>, queue: String), _ consumer: ConsumerConfiguration, drains: Bool) throws -> any NodeRole {
        try core.consumer(
            broker, consumer, drains: drains,
            handler: DebtorsInbox(
                responsibility: settings.responsibility, logger: core.logger("actors"), change: store.handle))
    }

    func flusher(
        _ name: String, kinds: [MessageKind] = DebtorsConfiguration.sentKinds, _ flush: FlushConfiguration, quitsEarly: Bool = false
    ) throws -> any NodeRole {
        let shard = OutboxShard.of(
            settings.responsibility, deletesParentRecords: settings.common.shard.deletesParentRecords, id: \.debtorID)
        return try core.flusher(
            name, of: .debtors, kinds: kinds, burstCount: settings.flushBurstCount, flush, shard: shard, quitsEarly: quitsEarly)
    }

    func scanner(days: Double? = nil, quitsEarly: Bool = false) -> any NodeRole {
        var scan = settings.scanner
        if let days { scan.days = days }
        return DebtorsScanner(
            store: store, rules: settings.scannerRules, responsibility: settings.responsibility
        ).role(scan, quitsEarly: quitsEarly, logger: core.logger("scan"))
    }
}

extension DebtorsConfiguration: FlushingConfiguration {
    public static var migrations: [Migration] { Resources.migrations }

    /// What else there is belongs to a debtor of `debtor` (DA 13.3).
    public static var partitionedTables: [ShardVerification.Table] { [.id("debtor", "debtor_id"), .id("outbox_message", "debtor_id")] }

    public static var node: Node { .debtors }

    public static var flusherNeeds: [String] { [Needs.database] + Needs.range }

    public func flusher(
        _ name: String, _ kinds: [MessageKind], _ flush: FlushConfiguration, quitsEarly: Bool, logger: Logger
    ) throws -> any NodeRole {
        let node = try DebtorsNode(self, connections: flush.processes + 2, logger: logger)
        return node.core.alone(try node.flusher(name, kinds: kinds, flush, quitsEarly: quitsEarly))
    }
}
