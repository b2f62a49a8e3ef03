import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Trade

@Suite("Collector accounts in the solver database (TS2-9 – TS2-11)", .timeLimit(.minutes(10)))
struct CollectorCareTests {
    private static let accounts = "SELECT collector_id, status FROM collector_account ORDER BY 1"

    @Test("inserting twice gives two pristine rows and no error (TS2 17.6)")
    func insert() async throws {
        try await SolverFixture.with { fixture in
            for ids in [[1000], [1000], [1000, 1001]] as [[CreditorID]] {
                let insertion = CollectorAccountRows.insert(debtors: ids.map { _ in 666 }, collectors: ids, at: noon)
                _ = try await fixture.database.pipeline([insertion])
            }
            #expect(try await fixture.numbers(Self.accounts) == [[1000, 0], [1001, 0]])
            #expect(
                try await fixture.numbers("SELECT collector_hash FROM collector_account ORDER BY collector_id")
                    == [1000, 1001].map { [Int64(CreditorID($0).shardingHash16)] })
            #expect(try await fixture.count("collector_account", where: "account_id = ''") == 2)
        }
    }

    @Test("many who ensure the same at the same time insert it once (TS 10.2.5)")
    func ensuring() async throws {
        let interval = try #require(CollectorInterval(minimum: 1000, maximum: 2000))
        try await SolverFixture.with { fixture in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<6 { group.addTask { try await fixture.store.ensureCollectors(3, of: 666, interval: interval, at: noon) } }
                for try await isEnough in group { #expect(isEnough) }
            }
            #expect(try await fixture.numbers(Self.accounts) == [[1386, 0], [1467, 0], [1925, 0]])
            #expect(try await !fixture.store.ensureCollectors(2000, of: 666, interval: interval, at: noon))
            #expect(try await fixture.count("collector_account") == 750)
            #expect(try await fixture.store.ensureCollectors(0, of: 667, interval: interval, at: noon))
        }
    }

    @Test("an overloaded currency gets twice as many collectors, whatever its turn; what a crash has left is done the next time (TS2 9.2)")
    func strengthening() async throws {
        try await SolverFixture.with { fixture in
            try await fixture.run("INSERT INTO overloaded_currency VALUES (3, 840, 2), (4, 101, 1)")
            // As if the solver had been killed between the accounts and the deletion of the row.
            _ = try await fixture.store.ensureCollectors(4, of: 840, interval: .standard, at: noon)
            try await fixture.care()
            try await fixture.care()
            #expect(try await fixture.count("overloaded_currency") == 0)
            let base = 0x100_0000_0000 as Int64
            #expect(
                try await fixture.numbers("SELECT collector_id FROM collector_account WHERE debtor_id = 840 ORDER BY 1")
                    == [0x1a8, 0x345, 0x3a7, 0x3ae].map { [base + $0] })
            #expect(try await fixture.count("collector_account", where: "debtor_id = 101") == 2)
        }
    }

    @Test("rotation looks at every currency, block by block, and counts only what is usable (TS2 11.5)")
    func rotation() async throws {
        try await SolverFixture.with { fixture in
            // Debtor d has d collectors that are active for long, and one that is only requested.
            try await fixture.run(
                """
                INSERT INTO collector_account SELECT d, c, 0, 'a', 2, 'epoch' FROM generate_series(1, 9) d, generate_series(1, d) c;
                INSERT INTO collector_account SELECT d, 99, 0, '', 1, '2026-03-01' FROM generate_series(1, 9) d;
                INSERT INTO collector_account VALUES (-5, 1, 0, 'a', 2, 'epoch'), (20, 1, 0, '', 0, 'epoch'), (21, 1, 0, 'a', 3, 'epoch');
                """)
            var blocks = 0
            var last: DebtorID?
            repeat {
                let block = try await fixture.store.rotateCollectors(
                    after: last, currencies: 2, interval: .standard, activeSince: noon - 28 * day, at: noon)
                last = block.next
                blocks += 1
            } while last != nil
            #expect(blocks == 7, "12 currencies, and one look that finds no more")
            #expect(
                try await fixture.numbers("SELECT debtor_id, count(*) FROM collector_account WHERE status = 3 GROUP BY 1 ORDER BY 1")
                    == [[-5, 1], [1, 1], [2, 1], [3, 1], [4, 2], [5, 2], [6, 2], [7, 3], [8, 3], [9, 3], [21, 1]])
            let primaries = try await fixture.count("collector_account", where: "status = 0 AND debtor_id BETWEEN -5 AND 9")
            #expect(primaries == 10)
            try await fixture.care()
            #expect(try await fixture.count("collector_account", where: "status = 3") == 20, "after that the quota is used up (19.3)")
        }
    }

    @Test("stuck accounts are deleted; those that are locked, or change at this moment, are not (TS2 11.6)")
    func stuck() async throws {
        try await SolverFixture.with { fixture in
            try await fixture.run(
                """
                INSERT INTO collector_account VALUES
                    (1, 1, 0, '', 1, '2026-01-01'), (1, 2, 0, '', 1, '2026-01-01'), (1, 3, 0, '', 1, '2026-02-28'),
                    (1, 4, 0, '', 0, '2026-01-01'),
                    (1, 5, 0, 'a', 2, '2026-01-01')
                """)
            let deleted = try await fixture.database.asyncTransaction { tx in
                try await tx.execute("UPDATE collector_account SET status = 2, account_id = 'b' WHERE collector_id = 2")
                return try await fixture.store.deleteStuckCollectors(requestedBefore: noon - 28 * day)
            }
            #expect(deleted == 1)
            #expect(try await fixture.numbers(Self.accounts) == [[2, 2], [3, 1], [4, 0], [5, 2]])
        }
    }

    @Test("a worker and the solver change one account: whoever is second changes nothing (TS2 13.4)")
    func twoChanges() async throws {
        try await SolverFixture.with { fixture in
            try await fixture.run("INSERT INTO collector_account VALUES (1, 1, 0, 'a', 3, now())")
            func change(to status: CollectorStatus, accountID: String? = nil) -> Query {
                CollectorAccountRows.change(
                    [CollectorStatusChange(debtorID: 1, collectorID: 1, from: .disabled, to: status, accountID: accountID)], at: noon)
            }
            #expect(try await fixture.database.pipeline([change(to: .requested)])[0].count == 1)
            #expect(try await fixture.database.pipeline([change(to: .active, accountID: "b")])[0].isEmpty)
            #expect(try await fixture.numbers(Self.accounts) == [[1, 1]])
            #expect(try await fixture.count("collector_account", where: "account_id = 'a'") == 1, "kept")
        }
    }
}
