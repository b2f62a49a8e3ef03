import Persistence
import TestSupport
import Testing

@Suite("advisory locks", .timeLimit(.minutes(2)))
struct LockTests {
    static let lock = AdvisoryLock(space: 1, key: -7)

    /// The server shows the locks of all databases.
    static let locksHere = """
        FROM pg_locks WHERE locktype = 'advisory' AND classid = 1
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """

    @Test("a lock of a transaction keeps others out until its end")
    func transactionLock() async throws {
        try await TestDatabase.with { database in
            try await database.asyncTransaction { tx in
                let isMine = try await tx.run { try $0.tryLock(Self.lock) }
                let isTheirs = try await database.transaction { try $0.tryLock(Self.lock) }
                let isOther = try await database.transaction { try $0.tryLock(AdvisoryLock(space: 2, key: -7)) }
                #expect(isMine && !isTheirs && isOther)
            }
            let isFree = try await database.transaction { try $0.tryLock(Self.lock) }
            #expect(isFree)
        }
    }

    @Test("work under a queued lock is done by one at a time")
    func enqueuedLock() async throws {
        try await TransactionTests.withAccounts { database in
            try await withThrowingTaskGroup { group in
                for _ in 0..<50 {
                    group.addTask {
                        try await database.transaction(retry: .none) { tx in
                            tx.enqueueLock(Self.lock)
                            let amount: Int64 = try tx.query("SELECT amount FROM t WHERE id = 1")[0][0]
                            tx.enqueue("UPDATE t SET amount = $1 WHERE id = 1", amount + 1)
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await TransactionTests.expectTotal(50, database)
        }
    }

    @Test("a lock of a session is held during its body and free afterwards, also when the body throws")
    func sessionLock() async throws {
        try await TestDatabase.with { database in
            let outcome = try await database.withSessionLock(Self.lock) { lock in
                let isHeld = await lock.isHeld()
                let second = try await database.withSessionLock(Self.lock, wait: false) { _ in true }
                return isHeld && second == nil
            }
            #expect(outcome == true)
            await #expect(throws: TransactionTests.Refusal()) {
                try await database.withSessionLock(Self.lock) { _ in throw TransactionTests.Refusal() }
            }
            let third = try await database.withSessionLock(Self.lock, wait: false) { _ in 3 }
            #expect(third == 3)
        }
    }

    @Test("who waits for a lock of a session gets it when it is free")
    func waiting() async throws {
        try await TestDatabase.with { database in
            let isHeld = Rendezvous()
            let order = Recorder<Int>()
            async let first = database.withSessionLock(Self.lock) { _ in
                await isHeld.meet()
                try await PoolTests.waitUntil(
                    database, Statement(stringLiteral: "SELECT EXISTS (SELECT \(Self.locksHere) AND NOT granted)"))
                order.append(1)
            }
            await isHeld.meet()
            try await database.withSessionLock(Self.lock) { _ in order.append(2) }
            _ = try await first
            #expect(order.values == [1, 2])
        }
    }

    @Test("a lock is known to be lost when its connection is")
    func lostLock() async throws {
        try await TestDatabase.with { database in
            try await database.withSessionLock(Self.lock) { lock in
                try await database.query(
                    Statement(stringLiteral: "SELECT pg_terminate_backend(pid) \(Self.locksHere)"))
                try await PoolTests.waitUntil(
                    database, Statement(stringLiteral: "SELECT NOT EXISTS (SELECT \(Self.locksHere))"))
                let isHeld = await lock.isHeld()
                #expect(!isHeld)
            }
        }
    }
}
