import Synchronization
import Testing

@testable import NodeKit

@Suite("Limits of web requests")
struct ConcurrencyLimiterTests {
    /// How many bodies run, and how many did at most.
    private final class Gauge: Sendable {
        private let state = Mutex((running: 0, peak: 0, done: 0))
        func enter() {
            state.withLock {
                $0.running += 1
                $0.peak = max($0.peak, $0.running)
            }
        }
        func leave() {
            state.withLock {
                $0.running -= 1
                $0.done += 1
            }
        }
        var peak: Int { state.withLock { $0.peak } }
        var done: Int { state.withLock { $0.done } }
    }

    @Test("never more than the limit run at once, and everybody gets a turn", arguments: [1, 3])
    func limit(_ limit: Int) async throws {
        let limiter = ConcurrencyLimiter(limit: limit, maxWaiting: 1000)
        let gauge = Gauge()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    try await limiter.run {
                        gauge.enter()
                        await Task.yield()
                        gauge.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(gauge.peak <= limit)
        #expect(gauge.done == 200)
    }

    @Test("those who are cancelled while they wait give up their place, and nothing is lost by it")
    func cancellation() async throws {
        let limiter = ConcurrencyLimiter(limit: 1, maxWaiting: 1000)
        let (entered, enter) = AsyncStream.makeStream(of: Void.self)
        let (left, leave) = AsyncStream.makeStream(of: Void.self)
        let holder = Task {
            try await limiter.run {
                enter.yield()
                for await _ in left { break }
            }
        }
        for await _ in entered { break }
        let waiters = (0..<50).map { _ in Task { try await limiter.run {} } }
        for (index, waiter) in waiters.enumerated() where index % 2 == 0 { waiter.cancel() }
        for (index, waiter) in waiters.enumerated() where index % 2 == 0 {
            await #expect(throws: CancellationError.self) { try await waiter.value }
        }
        leave.yield()
        try await holder.value
        for (index, waiter) in waiters.enumerated() where index % 2 == 1 { try await waiter.value }
        try await limiter.run {}
    }

    @Test("one owner never has all places: others have one, and the order of arrival holds for all who can run")
    func owners() async throws {
        let limiter = ConcurrencyLimiter(limit: 3, maxWaiting: 1000)
        let (entered, enter) = AsyncStream.makeStream(of: Void.self)
        let gate = AsyncStream.makeStream(of: Void.self)
        let holders = (1...2).map { _ in
            Task {
                try await limiter.run(for: "one") {
                    enter.yield()
                    for await _ in gate.stream { break }
                }
            }
        }
        var arrivals = entered.makeAsyncIterator()
        for _ in 1...2 { await arrivals.next() }
        let waiting = Task { try await limiter.run(for: "one") { "one" } }
        #expect(try await limiter.run(for: "other") { "other" } == "other")
        #expect(try await limiter.run { "nobody" } == "nobody")
        for _ in 1...2 { gate.continuation.yield() }
        for holder in holders { try await holder.value }
        #expect(try await waiting.value == "one")
    }

    @Test("too many waiting: refused at once")
    func overload() async throws {
        let limiter = ConcurrencyLimiter(limit: 1, maxWaiting: 0)
        try await limiter.run {
            _ = await #expect(throws: ConcurrencyLimiter.Overloaded.self) { try await limiter.run {} }
        }
        try await limiter.run {}
    }

    @Test("a body that takes too long is cancelled")
    func deadline() async throws {
        await #expect(throws: Deadline.Exceeded.self) {
            try await Deadline.run(.milliseconds(1)) { try await Task.sleep(for: .seconds(3600)) }
        }
        #expect(try await Deadline.run(.seconds(3600)) { 7 } == 7)
    }
}
