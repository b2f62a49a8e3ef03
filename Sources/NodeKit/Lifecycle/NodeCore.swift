import Logging
import Messaging
import Persistence
import SMPProtocol

/// What every process of a node is made from: the database, the wake-ups, the loggers, and the roles and combinations that are the same for all nodes.
public struct NodeCore: Sendable {
    public let common: CommonConfiguration
    public let database: Database
    public let wakeUps: WakeUps
    private let logger: Logger

    /// - Parameter connections: how many database connections the roles of the process may need at once.
    /// - Throws: ``ConfigurationError`` when there is no database URL.
    public init(_ settings: some ServiceConfiguration, connections: Int, logger: Logger) throws(ConfigurationError) {
        common = settings.common
        self.logger = logger
        var pool = settings.database.pool
        pool.maximumConnections = max(pool.maximumConnections, connections)
        let service = settings.common.profile.service
        database = Database(url: try settings.database.url.get(), configuration: pool, logger: Logger(label: "\(service).database"))
        wakeUps = WakeUps(service: service)
    }

    /// A logger of a part of the node, e.g. `swpt_debtors.scan`.
    public func logger(_ part: String) -> Logger { Logger(label: "\(common.profile.service).\(part)") }

    // MARK: Parts

    /// Whether the database answers.
    public var databaseCheck: ReadinessCheck {
        ReadinessCheck("database") { [database] in try await database.query("SELECT 1") }
    }

    /// Token checks, or blind trust if the configuration asks for it (development).
    public func edge() throws(ConfigurationError) -> Edge {
        let logger = logger("edge")
        return try .configured(common.oauth2, sharedCache: common.oauth2.sharedCache(common.profile, logger: logger), logger: logger)
    }

    /// The consumer of a queue.
    public func consumer(
        _ broker: (url: Secret<String>, queue: String), _ consumer: ConsumerConfiguration, drains: Bool, handler: some InboxHandler
    ) throws -> any NodeRole {
        let source = BatchConsumer.Configuration(
            url: try BrokerURL(broker.url.revealed), queue: broker.queue, prefetchCount: consumer.prefetchCount,
            prefetchSize: consumer.prefetchSize, drains: drains)
        return Inbox(.init(consumer: source, workers: consumer.processes * consumer.threads), handler: handler, logger: logger("actors"))
    }

    /// A flusher of the outbox.
    ///
    /// - Parameters:
    ///   - name: the command, e.g. `flush_all`.
    ///   - burstCount: the most messages that one transaction sends.
    public func flusher(
        _ name: String, of node: Node, kinds: [MessageKind], burstCount: Int, _ flush: FlushConfiguration, shard: OutboxShard,
        quitsEarly: Bool
    ) throws -> any NodeRole {
        OutboxFlusher(
            name: name,
            OutboxFlusher.Configuration(
                node: node, publisher: .init(url: try BrokerURL(common.broker.url.revealed)), kinds: kinds, burstCount: burstCount,
                processes: flush.processes, periodSeconds: flush.periodSeconds, shard: shard, quitsEarly: quitsEarly),
            // Whoever sends nothing here must not keep wake-ups from those that do elsewhere.
            database: database, wakeUp: flush.processes > 0 ? wakeUps.subscribe(to: .outbox) : WakeUp(), logger: logger("flush"))
    }

    // MARK: Combinations

    /// One role in a process of its own, with wake-ups from and to the other processes of the node.
    public func alone(_ role: any NodeRole) -> any NodeRole {
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
    public func together(_ name: String, _ roles: [any NodeRole]) -> any NodeRole {
        Supervisor(name: name, roles: roles + [WakeUpRelay(wakeUps, database: database, logger: logger)], logger: logger)
    }
}
