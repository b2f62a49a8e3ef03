import Messaging
import Persistence
import Synchronization
import TestSupport
import Testing

@testable import NodeKit

/// When a running flusher gives up. Its clock is the test's; what fails is the database, which has lost the table.
@Suite("The patience of a flusher", .usesBroker, .timeLimit(.minutes(2)))
struct FlusherPatienceTests {
    private typealias Support = OutboxSupport

    /// A clock that goes when it is told to.
    private final class ManualClock: Sendable {
        private let moment = Mutex(ContinuousClock.now)
        var now: ContinuousClock.Instant { moment.withLock { $0 } }
        func advance(_ seconds: Double) { moment.withLock { $0 += .seconds(seconds) } }
    }

    /// A flusher at work, and how the test plays with it.
    private struct Stage: Sendable {
        let database: Database
        let broker: TestBroker
        let queue: String
        let clock = ManualClock()
        let wakeUp = WakeUp()
        let log = RecordedLog()

        var failures: Int { log.lines.count { $0.contains("Caught error while sending pending signals.") } }

        func loseTable() async throws { try await database.execute("ALTER TABLE outbox_message RENAME TO lost") }
        func findTable() async throws { try await database.execute("ALTER TABLE lost RENAME TO outbox_message") }

        /// Wakes the flusher until it has failed once more.
        func awaitFailure() async throws {
            let before = failures
            wakeUp.raise()
            try await TestBroker.eventually("a failure") { failures > before }
        }
    }

    private func onStage(_ body: @escaping @Sendable (Stage, OutboxFlusher) async throws -> Void) async throws {
        let broker = try TestBroker()
        let queue = try await Support.peer(of: Self.debtorID, at: broker)
        try await TestDatabase.with(migrations: Support.migrations) { database in
            let stage = Stage(database: database, broker: broker, queue: queue)
            var flusher = Support.flusher(database, broker, wakeUp: stage.wakeUp, logger: stage.log.logger)
            flusher.now = { stage.clock.now }
            try await body(stage, flusher)
        }
    }

    private static let debtorID = Support.randomDebtor()

    /// That the message is published, by a flusher that still runs.
    private func expectDelivery(_ number: Int64, _ stage: Stage) async throws {
        try await Support.record([Support.finalization(Self.debtorID, number)], in: stage.database)
        stage.wakeUp.raise()
        #expect(try await Support.received(1, from: stage.queue, at: stage.broker) == [number])
    }

    @Test("after hours without work the first failure does not end it: idle time is no failure")
    func idle() async throws {
        try await onStage { stage, flusher in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await flusher.run() }
                group.addTask {
                    try await expectDelivery(1, stage)
                    stage.clock.advance(100_000)
                    try await stage.loseTable()
                    try await stage.awaitFailure()
                    stage.clock.advance(299)
                    try await stage.awaitFailure()
                    try await stage.findTable()
                    try await expectDelivery(2, stage)
                }
                // Whoever ends first: the flusher only when it has failed.
                try await group.next()
                group.cancelAll()
            }
        }
    }

    @Test("failures that have lasted for five minutes end it")
    func outage() async throws {
        try await onStage { stage, flusher in
            try await expectEnd(of: flusher) {
                try await stage.loseTable()
                try await stage.awaitFailure()
                stage.clock.advance(300)
                stage.wakeUp.raise()
            }
        }
    }

    private func expectEnd(of flusher: OutboxFlusher, after body: @escaping @Sendable () async throws -> Void) async throws {
        async let end: Void = flusher.run()
        try await body()
        do {
            try await end
            Issue.record("it has returned")
        } catch let error as PostgresError {
            #expect(error.sqlState == .undefinedTable)
        }
    }
}
