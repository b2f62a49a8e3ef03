import Logging
import Messaging
import NodeKit
import Persistence
import SMPProtocol

/// The parts of the node, made from its configuration: what the commands run.
struct CreditorsNode: WebAssembly, OutboxAssembly {
    static let node = Node.creditors
    static let needs = ["POSTGRES_URL"]

    let settings: CreditorsConfiguration
    let core: NodeCore
    let store: CreditorsStore

    init(_ settings: CreditorsConfiguration, connections: Int, logger: Logger) throws(ConfigurationError) {
        self.settings = settings
        core = NodeCore(
            settings.common,
            try OpenDatabase(settings.database, migrations: Resources.migrations, connections: connections, logger: logger),
            logger: logger)
        store = CreditorsStore(database: core.database, wakeUps: core.wakeUps, now: SystemClock.now)
    }

    func webAPI(_ edge: Edge) -> WebAPI {
        let responsibility = settings.responsibility
        return WebAPI(
            settings.common, edge: edge, routes: CreditorsAPI(store: store, settings).routes, openAPI: Resources.openAPI,
            readiness: core.readiness, isServed: { responsibility.includes(CreditorID($0)) })
    }

    /// CA 14.4. What was looped back to us may be about a creditor of any shard.
    var exits: OutboxExits {
        OutboxExits(
            of: Self.node, settings.queues,
            shard: .of(
                settings.responsibility, deletesParentRecords: settings.common.shard.deletesParentRecords, id: \.creditorID
            ).owning(.rejectedConfig),
            burstCount: settings.flushBurstCount)
    }
}

extension CreditorsConfiguration: ServiceConfiguration {
    /// One, with the creditors. What is not verified belongs to a creditor, or may stay until a scanner deletes it; a rejected
    /// configuration may concern any shard (CA 16.4).
    public static var databases: [DatabaseDescription<CreditorsConfiguration>] {
        [
            DatabaseDescription(
                "creditors", variable: "POSTGRES_URL", migrations: Resources.migrations,
                partitionedTables: [.id("creditor", "creditor_id"), .id("outbox_message WHERE kind <> 2", "creditor_id")],
                settings: \.database)
        ]
    }

    /// The objects of CA 3.5.
    public static func brokerObjects(_ queues: ShardQueues, routingKey: String) -> [BrokerObjects] {
        [BrokerObjects(queues.network.url, topology(queue: queues.network.queue, routingKey: routingKey))]
    }
}
