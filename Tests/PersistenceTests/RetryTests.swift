import Persistence
import Synchronization
import TestSupport
import Testing

@Suite("repetition of transactions", .timeLimit(.minutes(2)))
struct RetryTests {
    /// Notes the waits instead of waiting.
    final class Sleeper: Sendable {
        let waits = Mutex<[Duration]>([])

        var configuration: DatabaseConfiguration {
            var configuration = DatabaseConfiguration(maximumConnections: 4)
            configuration.sleep = { duration in self.waits.withLock { $0.append(duration) } }
            configuration.randomFactor = { 0.5 }
            return configuration
        }
    }

    static func fail(_ tx: Transaction, _ state: String) throws {
        try tx.script("fail", "DO $$ BEGIN RAISE EXCEPTION 'provoked' USING ERRCODE = '\(state)'; END $$")
    }

    @Test(
        "a transaction that always conflicts is repeated exactly as often and after such waits as the policy says",
        arguments: ["40001", "40P01"])
    func boundedRepetition(state: String) async throws {
        let sleeper = Sleeper()
        try await TestDatabase.with(configuration: sleeper.configuration) { database in
            for (policy, waits) in [
                (RetryPolicy.business, [50, 100, 200, 400, 800, 1600, 3200]),
                (.outbox, [50, 100, 200, 400, 500, 500, 500, 500, 500, 500]),
                (.none, []),
            ] {
                sleeper.waits.withLock { $0 = [] }
                let attempts = Mutex(0)
                let error = await #expect(throws: PostgresError.self) {
                    try await database.transaction(retry: policy) { tx in
                        attempts.withLock { $0 += 1 }
                        try Self.fail(tx, state)
                    }
                }
                #expect(error?.sqlState.code == state)
                #expect(attempts.withLock { $0 } == policy.repetitions + 1)
                #expect(sleeper.waits.withLock { $0 } == waits.map { .milliseconds($0) })
            }
        }
    }

    @Test("a transaction that succeeds at last is committed once")
    func succeedsAtLast() async throws {
        let sleeper = Sleeper()
        try await TransactionTests.withAccounts(configuration: sleeper.configuration) { database in
            let attempts = Mutex(0)
            try await database.transaction { tx in
                try tx.execute(TransactionTests.add, 1 as Int64, 1 as Int64)
                if attempts.withLock({
                    $0 += 1; return $0
                }) < 4 {
                    try Self.fail(tx, "40001")
                }
            }
            try await TransactionTests.expectTotal(1, database)
            #expect(database.counters.retries == 3)
        }
    }

    @Test("other refusals are not repeated, except those that the policy names")
    func otherRefusals() async throws {
        let sleeper = Sleeper()
        try await TransactionTests.withAccounts(configuration: sleeper.configuration) { database in
            let insert: Statement = "INSERT INTO t VALUES (1, 0)"
            await #expect(throws: PostgresError.self) { try await database.execute(insert) }
            #expect(database.counters.retries == 0)
            await #expect(throws: PostgresError.self) {
                try await database.transaction(retry: .business.retrying(.uniqueViolation)) { try $0.execute(insert) }
            }
            #expect(database.counters.retries == 8)
        }
    }

    @Test("snapshots that conflict are repeated until each of them has happened")
    func serializationFailures() async throws {
        var configuration = DatabaseConfiguration(maximumConnections: 6)
        configuration.sleep = { _ in try await Task.sleep(for: .milliseconds(1)) }
        try await TransactionTests.withAccounts(configuration: configuration) { database in
            let policy = RetryPolicy(repetitions: 500, maximumWaitSeconds: 1)
            try await withThrowingTaskGroup { group in
                for _ in 0..<60 {
                    group.addTask {
                        try await database.transaction(isolation: .repeatableRead, retry: policy) { tx in
                            let amount: Int64 = try tx.query("SELECT amount FROM t WHERE id = 1")[0][0]
                            try tx.execute("UPDATE t SET amount = $1 WHERE id = 1", amount + 1)
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await TransactionTests.expectTotal(60, database)
            #expect(database.counters.retries > 0)
        }
    }

    @Test("two transactions that lock the same rows in opposite orders both happen")
    func deadlock() async throws {
        try await TransactionTests.withAccounts { database in
            try await withThrowingTaskGroup { group in
                let bothHold = Rendezvous()
                for (first, second) in [(1 as Int64, 2 as Int64), (2, 1)] {
                    group.addTask {
                        let attempt = Mutex(0)
                        try await database.asyncTransaction { tx in
                            try await tx.execute(TransactionTests.add, first, 1 as Int64)
                            if attempt.withLock({
                                $0 += 1; return $0
                            }) == 1 {
                                await bothHold.meet()
                            }
                            try await tx.execute(TransactionTests.add, second, 1 as Int64)
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await TransactionTests.expectTotal(4, database)
            #expect(database.counters.retries >= 1)
        }
    }
}

/// Two tasks wait for each other, once.
actor Rendezvous {
    private var first: CheckedContinuation<Void, Never>?
    private var hasMet = false

    func meet() async {
        if hasMet { return }
        if let first {
            hasMet = true
            first.resume()
        } else {
            await withCheckedContinuation { first = $0 }
        }
    }
}
