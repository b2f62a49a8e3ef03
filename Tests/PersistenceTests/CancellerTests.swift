import TestSupport
import Testing
import Threading

@testable import Persistence

@Suite("requests to cancel", .timeLimit(.minutes(2)))
struct CancellerTests {
    static let sleep: Statement = "SELECT pg_sleep(600)"

    /// A statement that sleeps at the server, and is cancelled once it does.
    static func cancelSleep(_ sleeper: Database, lookingFrom observer: Database) async throws {
        let task = Task { try await sleeper.transaction { tx in try tx.query(Self.sleep) } }
        try await PoolTests.waitUntil(observer, PoolTests.someoneSleeps)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("a server that swallows the request to cancel delays no other one, neither at another database nor at the same")
    func swallowed() async throws {
        try await TestDatabase.with { silent in
            // The code by which a connection says that it is a request to cancel ends with these bytes.
            let proxy = try CuttingProxy(serverPort: UInt16(silent.url.port)!, word: "\u{16}.", failure: .silence)
            let through = try CommitOutcomeTests.through(proxy, silent)
            try await Self.cancelSleep(through, lookingFrom: silent)
            while !proxy.hasFailed { await Task.yield() }
            try await TestDatabase.with { other in
                try await Self.cancelSleep(other, lookingFrom: other)
                // Not only does the client wait no longer, the server has heard.
                try await PoolTests.waitUntil(other, Self.nobodySleeps)
            }
            // The first statement sleeps on at the server.
            try await silent.query(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()")
            try await PoolTests.waitUntil(silent, Self.nobodySleeps)
            try await Self.cancelSleep(through, lookingFrom: silent)
            try await PoolTests.waitUntil(silent, Self.nobodySleeps)
            await through.close()
            proxy.stop()
        }
    }

    static let nobodySleeps: Statement = """
        SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep')
        """

    @Test("requests that find all threads busy are sent when one is free, unless that is too late to be of use")
    func bounded() async {
        let (stream, started) = AsyncStream.makeStream(of: Int.self)
        let gate = BlockingQueue<Never>(capacity: 1)
        let canceller = Canceller(threads: 2, patience: .seconds(600))
        for number in 1...2 {
            canceller.run {
                started.yield(number)
                _ = try? gate.next()
            }
        }
        var seen: Set<Int> = []
        for await number in stream { seen.insert(number); if seen.count == 2 { break } }
        let impatient = Canceller(threads: 1, patience: .zero)
        impatient.run { _ = try? gate.next() }
        impatient.run { Issue.record("sent although it is too late") }
        canceller.run { started.yield(3) }
        gate.finish()
        for await number in stream where number == 3 { break }
    }
}
