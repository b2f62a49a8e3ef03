import Messaging
import Synchronization
import TestSupport
import Testing

@Suite(.controlsBroker, .timeLimit(.minutes(5))) struct RestartTests {
    let broker: TestBroker

    init() throws { broker = try TestBroker() }

    /// Publishes in batches of 100, again and again what was not confirmed, as an outbox does, from before the stop until after the start.
    @Test func `Each of 10,000 messages and more arrives while the broker is restarted`() async throws {
        let queue = try await broker.queue([Field("x-queue-type", "quorum")])
        let consumer = try await broker.consumer(of: queue, prefetchCount: 200)
        let progress = Progress()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while let batch = try await consumer.nextBatch() {
                    progress.note(batch.texts)
                    consumer.acknowledge(batch)
                }
            }
            group.addTask {
                try await TestBroker.eventually("publishing has begun") { progress.arrivedCount >= 1000 }
                try await broker.control("restart")
                progress.noteRestart()
            }
            let (total, failures) = try await publish(to: queue) { $0 >= 10_000 && progress.isRestarted }
            #expect(failures > 0, "the restart was not noticed")
            try await TestBroker.eventually("all \(total) messages have arrived") { progress.arrivedCount == total }
            consumer.stop()
            try await group.waitForAll()
        }
        await consumer.close()
        #expect(try await broker.readyCount(queue) == 0)
    }

    @Test func `A broker in alarm does not pass the check, and says why; afterwards it does`() async throws {
        try await broker.commands.check(withinSeconds: 20)
        try await broker.control("alarm")
        let error = await #expect(throws: MessagingError.self) { try await broker.commands.check(withinSeconds: 4) }
        try await broker.control("calm")
        guard case .confirmTimeout(_, let reason?)? = error else {
            Issue.record("a broker in alarm: \(String(describing: error))")
            return
        }
        #expect(reason.contains("memory"), "\(reason)")
        try await TestBroker.eventually("the broker takes messages again") {
            do { try await broker.commands.check(withinSeconds: 20) } catch { return false }
            return true
        }
    }

    /// - Returns: how many messages have been published and confirmed, and how many batches failed.
    private func publish(to queue: String, until isEnough: (Int) -> Bool) async throws -> (total: Int, failures: Int) {
        let publisher = broker.publisher()
        var total = 0, failures = 0
        while !isEnough(total) {
            var pending = broker.messages(total..<(total + 100), to: queue)
            total += 100
            while !pending.isEmpty {
                do {
                    let outcomes = try await publisher.publish(pending)
                    pending = zip(pending, outcomes).filter { !$0.1.isConfirmed }.map(\.0)
                    if !pending.isEmpty { failures += 1 }
                } catch let error as MessagingError {
                    #expect(error.isTransient, "\(error)")
                    failures += 1
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
        }
        await publisher.close()
        return (total, failures)
    }
}

private final class Progress: Sendable {
    private let state = Mutex((arrived: Set<String>(), isRestarted: false))

    var arrivedCount: Int { state.withLock { $0.arrived.count } }
    var isRestarted: Bool { state.withLock { $0.isRestarted } }

    func note(_ texts: [String]) { state.withLock { $0.arrived.formUnion(texts) } }
    func noteRestart() { state.withLock { $0.isRestarted = true } }
}
