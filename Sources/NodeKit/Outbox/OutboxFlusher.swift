import Logging
import Messaging
import Persistence
import SMPProtocol
import ServiceLifecycle

/// Publishes what waits in the outbox: `flush_all`, `flush_<kind>` (OPS 3.6, SMP 13.2 to 13.7).
///
/// It looks when it is woken, and after the flush period in any case. Each chunk is one transaction: lock the oldest rows that nobody else has
/// locked, publish them, wait for the broker's confirms, delete exactly those that were confirmed. Any number of flushers may run on one table, here and
/// elsewhere. A message that no queue takes stays, does not stand in the way of the others, and is tried again with growing pauses.
public struct OutboxFlusher: NodeRole {
    public struct Configuration: Sendable {
        public var node: Node
        public var publisher: ConfirmingPublisher.Configuration
        /// What to send.
        public var kinds: [MessageKind]
        /// How many messages may be unconfirmed at once.
        public var burstCount: Int
        /// How many flushers run at once. 0 = none, idle until the end.
        public var processes: Int
        /// The longest time between two looks, in seconds.
        public var periodSeconds: Double
        public var shard: OutboxShard
        /// Send what is there, then end.
        public var quitsEarly: Bool
        /// What to do when the broker or the database fails.
        public var backoff: Backoff

        public init(
            node: Node, publisher: ConfirmingPublisher.Configuration, kinds: [MessageKind], burstCount: Int = 5000, processes: Int = 1,
            periodSeconds: Double = 2, shard: OutboxShard, quitsEarly: Bool = false, backoff: Backoff = Backoff()
        ) {
            precondition(burstCount > 0 && periodSeconds >= 0)
            self.node = node
            self.publisher = publisher
            self.kinds = kinds
            self.burstCount = burstCount
            self.processes = processes
            self.periodSeconds = periodSeconds
            self.shard = shard
            self.quitsEarly = quitsEarly
            self.backoff = backoff
        }
    }

    public let name: String
    private let configuration: Configuration
    private let database: Database
    private let wakeUp: WakeUp
    private let logger: Logger

    /// - Parameters:
    ///   - name: the command, e.g. `flush_all`.
    ///   - wakeUp: raised when messages were recorded (``WakeUps/subscribe(to:)``).
    public init(name: String = "flush_all", _ configuration: Configuration, database: Database, wakeUp: WakeUp, logger: Logger) {
        self.name = name
        self.configuration = configuration
        self.database = database
        self.wakeUp = wakeUp
        self.logger = logger
    }

    public func run() async throws {
        try await Workers.run(configuration.processes) { _ in try await flushRepeatedly() }
    }

    /// The life of one flusher.
    private func flushRepeatedly() async throws {
        let publisher = ConfirmingPublisher(configuration.publisher, logger: logger)
        defer { Task { await publisher.close() } }
        var failures = 0
        var lastSuccess = ContinuousClock.now
        let epoch = ContinuousClock.now
        var pacing = FlushPacing(now: 0)
        repeat {
            let distance = pacing.pauseSeconds(now: (ContinuousClock.now - epoch).inSeconds)
            if distance > 0 { try? await Task.sleep(for: .seconds(distance)) }
            let generation = wakeUp.generation
            let start = ContinuousClock.now
            do {
                let count = try await flush(with: publisher)
                if count > 0 { logger.info("\(count) signals have been successfully processed.") }
                failures = 0
                lastSuccess = .now
                if configuration.quitsEarly { return }
                let rest = configuration.periodSeconds - (ContinuousClock.now - start).inSeconds
                await cancelWhenGracefulShutdown { await wakeUp.wait(after: generation, atMostSeconds: rest) }
            } catch let error where error.isOutage && !configuration.quitsEarly {
                failures += 1
                guard (ContinuousClock.now - lastSuccess).inSeconds < configuration.backoff.giveUpAfterSeconds else { throw error }
                logger.error("Caught error while sending pending signals.", error: error)
                let seconds = configuration.backoff.pauseSeconds(afterFailure: failures, jitter: Double.random(in: 0..<1))
                _ = await Pause.sleep(for: .seconds(seconds))
            }
        } while !Pause.isStopping
    }

    /// One pass: chunk after chunk, until no full chunk is left. Returns how many messages were confirmed.
    private func flush(with publisher: ConfirmingPublisher) async throws -> Int {
        var count = 0
        while true {
            let (rows, plan) = try await flushChunk(with: publisher)
            count += plan.confirmedCount
            report(plan)
            if let failure = plan.failure { throw failure }
            if rows < configuration.burstCount || Pause.isStopping { return count }
        }
    }

    private func flushChunk(with publisher: ConfirmingPublisher) async throws -> (rows: Int, plan: OutboxPlan) {
        try await database.asyncTransaction(retry: .outbox) { tx in
            let rows = try await OutboxTable.lockPending(configuration.kinds, limit: configuration.burstCount, in: tx)
            var plan = OutboxPlan()
            guard !rows.isEmpty else { return (0, plan) }
            var sendable: [OutboxRow] = []
            sendable.reserveCapacity(rows.count)
            for row in rows {
                switch configuration.shard.verdict(on: row.message) {
                case .own: sendable.append(row)
                case .leftOver: plan.drop(row)
                case .foreign: plan.holdBack(foreign: row)
                }
            }
            let outcomes = try await publisher.publish(sendable.map { $0.message.outgoing(from: configuration.node) })
            precondition(outcomes.count == sendable.count, "every published message has an outcome")
            for (row, outcome) in zip(sendable, outcomes) { plan.add(row, outcome) }
            try await OutboxTable.settle(done: plan.done, postponed: plan.postponed, in: tx)
            return (rows.count, plan)
        }
    }

    private func report(_ plan: OutboxPlan) {
        for (trouble, occurrence) in plan.troubles {
            logger.log(
                level: trouble.severity == .error ? .error : .warning,
                "\(occurrence.count) \(trouble.kind.typeName) message(s) stay in the outbox: \(trouble.reason)",
                metadata: [
                    "debtor": "\(occurrence.example.debtorID.map(\.description) ?? "-")",
                    "creditor": "\(occurrence.example.creditorID.map(\.description) ?? "-")",
                ])
        }
    }
}
