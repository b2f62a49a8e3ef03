import Persistence
import TestSupport
import Testing

@Suite("transactions")
struct TransactionTests {
    @Test("a transaction that loads, decides and stores costs two round trips")
    func roundTrips() async throws {
        try await TestDatabase.with { database in
            try await database.execute("CREATE TABLE t (id bigint PRIMARY KEY, amount bigint NOT NULL)")
            try await database.execute("INSERT INTO t SELECT n, 0 FROM generate_series(1, 10) AS n")
            let before = database.counters
            let stored = try await database.transaction { tx in
                let ids = try tx.query("SELECT id FROM t WHERE id = ANY($1) ORDER BY id FOR UPDATE", [1, 3, 5] as [Int64])
                    .map { row in try row.decode(0, as: Int64.self) }
                tx.enqueue(
                    "UPDATE t SET amount = n.amount FROM unnest($1, $2) AS n (id, amount) WHERE t.id = n.id", ids,
                    ids.map { $0 * 100 })
                return ids.count
            }
            #expect(stored == 3)
            let used = database.counters - before
            #expect(used == DatabaseCounters(statements: 2, roundTrips: 2, transactions: 1))
            let sum: Int64 = try await database.query("SELECT sum(amount)::bigint FROM t")[0][0]
            #expect(sum == 900)
        }
    }
}
