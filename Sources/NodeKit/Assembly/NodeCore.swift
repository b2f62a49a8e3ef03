import Logging
import Messaging
import Persistence
import SMPProtocol

/// What every process of a node is made from: databases with their wake-ups, loggers, and the roles and combinations of roles that are
/// the same for all nodes.
public struct NodeCore: Sendable {
    /// The variables that all nodes share.
    public let common: CommonConfiguration
    private let main: OpenDatabase
    /// The other databases that the process uses.
    private let others: [OpenDatabase]
    private let board = RoleBoard()
    private let logger: Logger
    /// What must work for the process to be ready: its databases, and the brokers of the roles that were made.
    public let readiness: Readiness

    /// - Parameters:
    ///   - main: the database with the outbox, if the node has one.
    ///   - others: other databases, whose wake-ups are relayed, too.
    public init(_ common: CommonConfiguration, _ main: OpenDatabase, others: [OpenDatabase] = [], logger: Logger) {
        self.common = common
        self.main = main
        self.others = others
        self.logger = logger
        readiness = Readiness([main.check()] + others.map { $0.check("database \($0.service)") })
    }

    /// The main database.
    public var database: Database { main.database }
    /// The wake-ups of the main database.
    public var wakeUps: WakeUps { main.wakeUps }

    /// A logger of a part of the node, e.g. `swpt_debtors.scan`.
    public func logger(_ part: String) -> Logger { Logger(label: "\(common.profile.service).\(part)") }

    // MARK: Parts

    /// Token checks, or blind trust if the configuration asks for it (development).
    public func edge() throws(ConfigurationError) -> Edge {
        let logger = logger("edge")
        return try .configured(common.oauth2, sharedCache: common.oauth2.sharedCache(common.profile, logger: logger), logger: logger)
    }

    /// The consumer of a queue.
    ///
    /// - Parameters:
    ///   - name: the command, e.g. `consume_messages`.
    ///   - drains: see OPS 3.5.6.
    /// - Throws: `BrokerURLError` when the URL is none.
    public func consumer(
        _ name: String, _ source: BrokerConfiguration, drains: Bool, handler: some InboxHandler
    ) throws -> any NodeRole {
        let consumer = source.consumer
        guard consumer.workers > 0 else { return Role.idle(name) }
        let url = try BrokerURL(source.address.url.revealed)
        readiness.require(.broker(url))
        let configuration = BatchConsumer.Configuration(
            url: url, queue: source.address.queue, prefetchCount: consumer.prefetchCount,
            prefetchSize: consumer.prefetchSize, drains: drains)
        return Inbox(
            name: name, .init(consumer: configuration, workers: consumer.workers), handler: handler,
            probe: { [database] in try await Outbox.probe(database) }, keep: keep, logger: logger("actors"))
    }

    /// Keeps copies of what is rejected.
    private var keep: @Sendable ([RejectedMessage]) async throws -> Void {
        let limitBytes = Int64(common.rejectedMessagesMaxMB) << 20
        let logger = logger("actors")
        return { [database] messages in
            let dropped = try await RejectedMessages.keep(messages, limitBytes: limitBytes, in: database)
            if dropped > 0 {
                logger.warning("Rejected messages are not kept any longer, for want of room", metadata: ["count": "\(dropped)"])
            }
        }
    }

    // MARK: Combinations

    /// One role in a process of its own, with wake-ups from and to the other processes of the node, and an answer to the command `health`.
    public func alone(_ role: any NodeRole) -> any NodeRole {
        Role(role.name) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await relay() }
                group.addTask { await health.run() }
                let pulse = board.started(role.name)
                let result = await Result { try await Pulse.$current.withValue(pulse) { try await role.run() } }
                group.cancelAll()
                try await group.waitForAll()
                await tellTheRest()
                try result.get()
            }
        }
    }

    /// All roles in one process; each is started again when it ends (OPS 3.3).
    public func together(_ name: String, _ roles: [any NodeRole]) -> any NodeRole {
        alone(Supervisor(name: name, roles: roles, board: board, logger: logger))
    }

    private var health: HealthService {
        HealthService(name: common.profile.executable, board: board, readiness: readiness, logger: logger)
    }

    private func relay() async {
        await withTaskGroup(of: Void.self) { group in
            for each in [main] + others { group.addTask { await each.relay.run() } }
        }
    }

    /// How long the end of a process waits until the others are told what it has left for them.
    private static let lastWords: Duration = .seconds(1)

    private func tellTheRest() async {
        for each in [main] + others {
            try? await Deadline.run(Self.lastWords) { await each.relay.tellTheRest() }
        }
    }
}

extension Result where Failure == any Error {
    /// The outcome of something asynchronous, to be looked at later.
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
