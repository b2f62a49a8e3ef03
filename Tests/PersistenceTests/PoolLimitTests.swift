import Persistence
import TestSupport
import Testing

@Suite("pools at the limits of their servers", .timeLimit(.minutes(2)))
struct PoolLimitTests {
    @Test("40 clients share the 3 connections that their role may have: no request fails, and few connects are refused")
    func roleLimit() async throws {
        try await TestDatabase.with { owner in
            let role = "limited_\(owner.url.databaseName!)"
            try await owner.administer("CREATE ROLE \(role) LOGIN PASSWORD 'limited' CONNECTION LIMIT 3")
            let url = try DatabaseURL(
                "postgresql://\(role):limited@\(owner.url.host):\(owner.url.port)/\(owner.url.databaseName!)?sslmode=disable")
            let database = Database(url: url, logger: TestDatabase.quietLogger)
            let answers = try await withThrowingTaskGroup(of: Int.self) { group in
                for client in 0..<40 {
                    group.addTask {
                        var sum = 0
                        for _ in 0..<50 { sum += try await database.query("SELECT $1 + 1", client)[0].decode(0, as: Int.self) }
                        return sum
                    }
                }
                return try await group.reduce(0, +)
            }
            await database.close()
            try await owner.administer("DROP ROLE \(role)")
            #expect(answers == (1...40).reduce(0) { $0 + 50 * $1 })
            // A connection that has rested is closed after a while: on a busy machine one may have been replaced.
            #expect((3...6).contains(database.counters.connectionsOpened), "\(database.counters.connectionsOpened) connections")
            #expect(database.counters.retries == 0)
            #expect((1...40).contains(database.counters.connectionsRefused), "\(database.counters.connectionsRefused) refused connects")
        }
    }

    @Test("two databases in one process have pools of their own: one that is exhausted does not touch the other")
    func twoDatabases() async throws {
        try await TestDatabase.withURL { url in
            let small = Database(url: url, configuration: DatabaseConfiguration(maximumConnections: 1), logger: TestDatabase.quietLogger)
            let large = Database(url: url, configuration: DatabaseConfiguration(maximumConnections: 3), logger: TestDatabase.quietLogger)
            let waiting = try await small.asyncTransaction { held in
                try await held.query("SELECT 1")
                let waiting = Task { try await small.query("SELECT 2")[0].decode(0, as: Int.self) }
                while small.waitingCallers == 0 { await Task.yield() }
                for _ in 0..<10 { try await large.query("SELECT 3") }
                return waiting
            }
            let second = try await waiting.value
            #expect(second == 2)
            #expect(small.counters.connectionsOpened == 1 && large.counters.connectionsOpened == 1)
            await small.close()
            await large.close()
        }
    }
}
