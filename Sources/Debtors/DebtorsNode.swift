import Logging
import Messaging
import NodeKit
import Persistence
import SMPProtocol

/// The parts of the node, made from its configuration: what the commands run.
struct DebtorsNode: WebAssembly, OutboxAssembly {
    static let node = Node.debtors
    /// The node serves no debtor without the range (DA 4.4).
    static let needs = ["POSTGRES_URL", "MIN_DEBTOR_ID", "MAX_DEBTOR_ID"]

    let settings: DebtorsConfiguration
    let core: NodeCore
    let store: DebtorsStore

    init(_ settings: DebtorsConfiguration, connections: Int, logger: Logger) throws(ConfigurationError) {
        self.settings = settings
        core = NodeCore(
            settings.common,
            try OpenDatabase(settings.database, migrations: Resources.migrations, connections: connections, logger: logger),
            logger: logger)
        store = DebtorsStore(database: core.database, wakeUps: core.wakeUps, now: SystemClock.now)
    }

    func webAPI(_ edge: Edge) -> WebAPI {
        let responsibility = settings.responsibility
        let api = DebtorsAPI(store: store, settings: settings.api, responsibility: responsibility)
        return WebAPI(
            settings.common, edge: edge, routes: api.routes, openAPI: Resources.openAPI, readiness: core.readiness,
            isServed: { responsibility.includes(DebtorID($0)) })
    }

    var exits: OutboxExits {
        OutboxExits(
            of: Self.node, settings.queues,
            shard: .of(
                settings.responsibility, deletesParentRecords: settings.common.shard.deletesParentRecords, id: \.debtorID),
            burstCount: settings.flushBurstCount)
    }
}

/// Everything in one process: web server, consumer, flusher, scanner (DA 4.1).
enum All: RoleGroup {
    typealias Assembly = DebtorsNode
    static let command = "all"
    static let abstract = "Runs everything in one process."
    static let needs = WebserverGroup<DebtorsNode>.needs
    static let roles: [any RoleDescription<DebtorsNode>.Type] = [
        FlushAllRole<DebtorsNode>.self, ScanDebtors.self, ConsumeMessages.self, WebserverRole<DebtorsNode>.self,
    ]
}

/// Handles the messages of the queue (DA 4.1, OPS 3.5).
enum ConsumeMessages: NetworkConsumer {
    typealias Assembly = DebtorsNode
    static func handler(_ node: DebtorsNode) -> any InboxHandler {
        DebtorsInbox(
            responsibility: node.settings.responsibility, logger: node.core.logger("actors"), change: node.store.handle)
    }
}

/// Tidies up the debtors (DA 12).
enum ScanDebtors: ScannerDescription {
    typealias Assembly = DebtorsNode
    static let plan = ScanPlan.debtors
    static let abstract = "Walks over the debtors and tidies up."

    static func scanner(_ node: DebtorsNode, _ scan: Scan) -> any NodeRole {
        DebtorsScanner(
            store: node.store, rules: node.settings.scannerRules, responsibility: node.settings.responsibility
        ).role(scan)
    }
}

extension DebtorsConfiguration: ServiceConfiguration {
    /// One, with the debtors. What else there is belongs to a debtor of `debtor` (DA 13.3).
    public static var databases: [DatabaseDescription<DebtorsConfiguration>] {
        [
            DatabaseDescription(
                "debtors", variable: "POSTGRES_URL", migrations: Resources.migrations,
                partitionedTables: [.id("debtor", "debtor_id"), .id("outbox_message", "debtor_id")], settings: \.database)
        ]
    }

    /// The objects of DA 5.1.
    public static func brokerObjects(_ queues: ShardQueues, routingKey: String) -> [BrokerObjects] {
        [BrokerObjects(queues.network.url, topology(queue: queues.network.queue, routingKey: routingKey))]
    }
}
