import Logging
import Messaging
import Persistence
import SMPProtocol
import ServiceLifecycle

/// Publishes what waits in the outbox: `flush_all`, `flush_<kind>` (OPS 3.6, SMP 13.2 to 13.7).
///
/// It looks when it is woken, when the moment of a message that had to wait has come, and after the flush period in any case. Each chunk is
/// one transaction: lock the oldest rows that may leave and that nobody else has locked, publish them, wait for the broker's confirms,
/// delete exactly those that were confirmed. Any number of flushers may run on one table, here and elsewhere.
///
/// What it costs depends on what can leave, not on what waits: messages of other flushers' types (for another broker, say) and messages
/// whose moment has not come are not read. A message that cannot be delivered stays, does not stand in the way of the others, and is tried
/// again with growing pauses (``OutboxPlan``).
public struct OutboxFlusher: NodeRole {
    /// What a flusher sends, where, and how hard it tries.
    public struct Configuration: Sendable {
        /// Whose outbox it is: decides how messages are published.
        public var node: Node
        /// Where to send.
        public var publisher: ConfirmingPublisher.Configuration
        /// What to send: types that this node publishes at this broker. Under load the types take turns.
        public var kinds: [MessageKind]
        /// How many messages may be unconfirmed at once.
        public var burstCount: Int
        /// How many flushers run at once. 0 = none, idle until the end.
        public var processes: Int
        /// The longest time between two looks, in seconds.
        public var periodSeconds: Double
        /// Which messages are ours.
        public var shard: OutboxShard
        /// Send what is there, then end.
        public var quitsEarly: Bool
        /// What to do when the broker or the database fails. Its `giveUpAfterSeconds` counts from the first failure after a success.
        public var backoff: Backoff

        /// A flusher of one node's messages for one broker.
        public init(
            node: Node, publisher: ConfirmingPublisher.Configuration, kinds: [MessageKind], burstCount: Int = 5000, processes: Int = 1,
            periodSeconds: Double = 2, shard: OutboxShard, quitsEarly: Bool = false, backoff: Backoff = Backoff()
        ) {
            precondition(burstCount > 0 && periodSeconds >= 0)
            precondition(Set(kinds.map { PublishingRoute(of: $0, from: node)?.broker }).count <= 1, "\(kinds) go to different brokers")
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

    /// The command, e.g. `flush_all`.
    public let name: String
    private let configuration: Configuration
    private let database: Database
    private let wakeUp: WakeUp
    private let logger: Logger
    /// For tests, which do not want to wait until failures have lasted long enough.
    var now: @Sendable () -> ContinuousClock.Instant = { .now }

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

    /// Flushes until the process is to stop, or, with `quitsEarly`, until nothing is left that may leave.
    ///
    /// - Throws: the last error, when the broker or the database has failed for too long, or what no server is to blame for.
    public func run() async throws {
        try await Workers.run(configuration.processes) { _ in try await flushRepeatedly() }
    }

    /// The life of one flusher.
    private func flushRepeatedly() async throws {
        let publisher = ConfirmingPublisher(configuration.publisher, logger: logger)
        defer { Task { await publisher.close() } }
        let epoch = ContinuousClock.now
        var failures = FailureStreak()
        var pacing = FlushPacing(now: 0)
        repeat {
            let distance = pacing.pauseSeconds(now: (ContinuousClock.now - epoch).inSeconds)
            if distance > 0 { try? await Task.sleep(for: .seconds(distance)) }
            let generation = wakeUp.generation
            let start = ContinuousClock.now
            do {
                let pass = try await flush(with: publisher)
                if pass.confirmedCount > 0 { logger.info("\(pass.confirmedCount) signals have been successfully processed.") }
                failures.noteSuccess()
                if configuration.quitsEarly { return }
                let rest = configuration.periodSeconds - (ContinuousClock.now - start).inSeconds
                // Under load there is no rest, and nobody needs to know for how long.
                guard rest > 0, wakeUp.generation == generation else { continue }
                let moments = [rest, pass.shortestPauseSeconds, try await nextMomentSeconds(after: pass)]
                let pause = moments.compactMap(\.self).min() ?? rest
                await cancelWhenGracefulShutdown { await wakeUp.wait(after: generation, atMostSeconds: pause) }
            } catch let error where error.isOutage && !configuration.quitsEarly {
                guard failures.noteFailure(at: now()) < configuration.backoff.giveUpAfterSeconds else { throw error }
                logger.error("Caught error while sending pending signals.", error: error)
                let seconds = configuration.backoff.pauseSeconds(afterFailure: failures.count, jitter: Double.random(in: 0..<1))
                _ = await Pause.sleep(for: .seconds(seconds))
            }
        } while !Pause.isStopping
    }

    /// What one pass has done.
    private struct Pass {
        var confirmedCount = 0
        /// For how long a message was postponed, in seconds from the end of the pass; nil when none was.
        var shortestPauseSeconds: Double?
        /// Up to which moment it has looked.
        var until = Timestamp.earliest
    }

    /// When a message may leave that could not in the pass, in seconds from now; nil when there is none.
    private func nextMomentSeconds(after pass: Pass) async throws -> Double? {
        try await OutboxTable.nextMomentSeconds(configuration.kinds, after: pass.until, in: database)
    }

    /// One pass: chunk after chunk, until no full chunk is left.
    private func flush(with publisher: ConfirmingPublisher) async throws -> Pass {
        var pass = Pass()
        var turn = FlushTurn(configuration.kinds)
        while true {
            Pulse.beat()
            let (due, plan) = try await flushChunk(turn.kinds, with: publisher)
            pass.confirmedCount += plan.confirmedCount
            pass.until = due.until
            pass.shortestPauseSeconds = [pass.shortestPauseSeconds, plan.shortestPauseSeconds].compactMap(\.self).min()
            report(plan)
            if let failure = plan.failure { throw failure }
            guard due.rows.count == configuration.burstCount, let last = due.rows.last, !Pause.isStopping else { return pass }
            turn.pass(after: last.message.kind)
        }
    }

    private func flushChunk(
        _ kinds: [MessageKind], with publisher: ConfirmingPublisher
    ) async throws -> (due: OutboxTable.Due, plan: OutboxPlan) {
        try await database.asyncTransaction(retry: .outbox) { tx in
            let due = try await OutboxTable.lockDue(kinds, limit: configuration.burstCount, in: tx)
            var plan = OutboxPlan()
            guard !due.rows.isEmpty else { return (due, plan) }
            let sendable = due.rows.compactMap { row in plan.admit(row, shard: configuration.shard, node: configuration.node) }
            let outcomes = try await publisher.publish(sendable.map(\.outgoing))
            precondition(outcomes.count == sendable.count, "every published message has an outcome")
            for (entry, outcome) in zip(sendable, outcomes) { plan.add(entry.row, outcome) }
            try await OutboxTable.settle(done: plan.done, postponed: plan.postponed, in: tx)
            return (due, plan)
        }
    }

    private func report(_ plan: OutboxPlan) {
        for (trouble, occurrence) in plan.troubles {
            let example = occurrence.example
            logger.log(
                level: trouble.level, "\(occurrence.count) \(trouble.kind.typeName) message(s) stay in the outbox: \(trouble.reason)",
                metadata: [
                    "message": "\(example.messageID)",
                    "debtor": "\(example.message.address.debtorID.map(\.description) ?? "-")",
                    "creditor": "\(example.message.address.creditorID.map(\.description) ?? "-")",
                ])
        }
    }
}
