import Logging
import Messaging
import NodeKit
import Persistence
import SMPProtocol

extension TradeConfiguration: ServiceConfiguration {
    /// The solver's database, which solver, workers and web servers share, and that of one worker. They may be one PostgreSQL database
    /// under two users (TW 26.5).
    public static var databases: [DatabaseDescription<TradeConfiguration>] {
        [
            DatabaseDescription(
                "solver", variable: "SOLVER_POSTGRES_URL", migrations: Resources.solverMigrations, belongsToQueues: false,
                settings: \.solverDatabase),
            DatabaseDescription(
                "worker", variable: "WORKER_POSTGRES_URL", migrations: Resources.workerMigrations,
                partitionedTables: WorkerNode.partitionedTables, settings: \.workerDatabase),
        ]
    }

    /// The objects of OPS 6.3, on one broker or two.
    public static func brokerObjects(_ queues: ShardQueues, routingKey: String) -> [BrokerObjects] {
        let own = queues.internal
        let steps = TradeTopology.steps(
            queue: queues.network.queue, internalQueue: own?.queue ?? queues.network.queue, routingKey: routingKey)
        return steps.compactMap { step in
            switch step.broker {
            case .network: BrokerObjects(queues.network.url, step.topology)
            case .internal: own.map { BrokerObjects($0.url, step.topology) }
            }
        }
    }
}

/// The worker's side of the node: its own database, and a connection or two to the solver's (TW 1.2).
struct WorkerNode: OutboxAssembly {
    static let node = Node.trade
    static let needs = TradeNeeds.worker

    /// What `verify_shard_content` looks at (TW 25.4): internal messages are of any shard until they arrive.
    static let partitionedTables: [PartitionedTable] = [.id("outbox_message WHERE kind IN (1, 3, 4)", "creditor_id")]

    /// So many connections to the solver's database are enough for a worker, unless `SOLVER_CLIENT_POOL_SIZE` says less.
    private static let solverConnections = 2

    let settings: TradeConfiguration
    let core: NodeCore
    /// The solver's database, whose wake-ups tell of turns and their phases.
    let solver: OpenDatabase

    init(_ settings: TradeConfiguration, connections: Int, logger: Logger) throws(ConfigurationError) {
        self.settings = settings
        solver = try OpenDatabase(settings.solverDatabase, connections: Self.solverConnections, logger: logger)
        let worker = try OpenDatabase(settings.workerDatabase, connections: connections, logger: logger)
        core = NodeCore(settings.common, worker, others: [solver], logger: logger)
    }

    var exits: OutboxExits {
        OutboxExits(of: Self.node, settings.queues, shard: .trade(settings.common.shard), burstCount: settings.flushBurstCount)
    }
}

extension OutboxShard {
    /// The guard of TW 5.3 and 5.5: what leaves the node, and what is replayed, is about a creditor of the shard. Other internal messages
    /// are for whoever takes them.
    static func trade(_ shard: ShardConfiguration) -> OutboxShard {
        OutboxShard { kind, address in
            guard kind.isSMP else { return .own }
            guard let id = address.creditorID else { return .foreign }
            if shard.realm.contains(id) { return .own }
            return shard.deletesParentRecords && shard.realm.parentContains(id) ? .leftOver : .foreign
        }
    }
}
