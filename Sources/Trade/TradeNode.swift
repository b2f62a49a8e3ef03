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
