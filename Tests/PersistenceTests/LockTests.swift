import Persistence
import TestSupport
import Testing

@Suite("advisory locks", .timeLimit(.minutes(2)))
struct LockTests {
    static let lock = AdvisoryLock(space: 1, key: -7)

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
}
