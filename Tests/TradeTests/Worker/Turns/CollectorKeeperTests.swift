import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Trade

@Suite("Collectors between worker and solver (TW 11.3, 11.4, TS2-11, TS2-13)", .timeLimit(.minutes(10)))
struct CollectorKeeperTests {
    private func keeper(_ fixture: ShardsFixture) -> CollectorKeeper { CollectorKeeper(context: fixture.worker, maxCount: 2) }

    @Test("the example of TS2 13.2")
    func example() async throws {
        try await ShardsFixture.with(["1.#"]) { fixture in
            let rows = [
                (666, 123, 0, ""), (666, 127, 1, ""), (777, 128, 3, "777-128"), (888, 128, 3, "888-128"), (888, 129, 3, "888-129"),
                (888, 130, 2, "888-130"),
            ]
            for row in rows {
                try await fixture.solver.run(
                    """
                    INSERT INTO collector_account (debtor_id, collector_id, collector_hash, account_id, status, latest_status_change_at)
                    VALUES (\(row.0), \(row.1), 0, '\(row.3)', \(row.2), '2026-01-01T00:00:00Z')
                    """)
            }
            try await fixture.worker.run(
                """
                INSERT INTO collector_status_change (collector_id, debtor_id, from_status, to_status, account_id) VALUES
                    (123, 666, 0, 1, NULL), (127, 666, 1, 2, 'test_account_id'), (128, 777, 3, 2, NULL), (128, 888, 3, 1, NULL),
                    (129, 888, 3, 1, NULL), (130, 888, 3, 1, NULL);
                INSERT INTO needed_collector_account VALUES (123, 1111), (129, 2222);
                """)
            try await keeper(fixture).applyChanges()
            let accounts = try await fixture.solver.database.query(
                "SELECT debtor_id, collector_id, status, account_id FROM collector_account ORDER BY 1, 2")
            #expect(
                try accounts.map { row in "\(try row[0] as Int64) \(try row[1] as Int64) \(try row[2] as Int16) \(try row[3] as String)" }
                    == [
                        "123 1111 0 ", "666 123 1 ", "666 127 2 test_account_id", "777 128 2 777-128", "888 128 1 888-128",
                        "888 129 3 888-129", "888 130 2 888-130",
                    ])
            #expect(try await fixture.worker.count("collector_status_change") == 0)
            #expect(try await fixture.worker.count("needed_collector_account") == 0)
        }
    }

    @Test("changes of one collector are applied in their order")
    func order() async throws {
        try await ShardsFixture.with { fixture in
            try await fixture.solver.run(
                "INSERT INTO collector_account (debtor_id, collector_id, collector_hash, latest_status_change_at) VALUES (666, 5, 0, now())"
            )
            try await fixture.worker.run(
                """
                INSERT INTO collector_status_change (collector_id, debtor_id, from_status, to_status, account_id)
                VALUES (5, 666, 0, 1, NULL), (5, 666, 1, 2, 'id')
                """)
            try await keeper(fixture).applyChanges()
            #expect(try await fixture.solver.numbers("SELECT status FROM collector_account") == [[2]])
        }
    }

    @Test("new collectors of the shard are asked for, however many there are, and again only after the longest delay of a message")
    func pristine() async throws {
        try await ShardsFixture.with(["0.#", "1.#"]) { fixture in
            let collectors = (0..<10).map { CreditorID(0x100_0000_0000 + $0) }
            for collector in collectors {
                try await fixture.solver.run(
                    """
                    INSERT INTO collector_account (debtor_id, collector_id, collector_hash, latest_status_change_at)
                    VALUES (666, \(collector), \(collector.shardingHash16), now())
                    """)
            }
            let own = collectors.filter { fixture.worker.realm.contains($0) }
            try await keeper(fixture).pass()
            let asked = try await fixture.worker.takeOutbox().map { try ConfigureAccount(json: $0.body).creditorID }
            #expect(asked == own)
            #expect(
                try await fixture.solver.numbers("SELECT collector_id FROM collector_account WHERE status = 1 ORDER BY 1")
                    == own.map { [$0.rawValue] })
            try await fixture.solver.run("UPDATE collector_account SET status = 0")
            try await keeper(fixture).pass()
            #expect(try await fixture.worker.count("outbox_message") == 0, "they were asked for a moment ago")
            fixture.clock.advance(seconds: 7 * day + 1)
            try await keeper(fixture).pass()
            #expect(try await fixture.worker.count("outbox_message") == own.count)
        }
    }

    @Test("a collector whose account is known long since becomes active, whatever was lost (TW 30.7)")
    func reconciled() async throws {
        try await ShardsFixture.with { fixture in
            let key = Sample.collectorAccount
            try await fixture.solver.run(
                """
                INSERT INTO collector_account (debtor_id, collector_id, collector_hash, latest_status_change_at)
                VALUES (666, \(key.creditor), 0, now())
                """)
            _ = try await fixture.worker.database.pipeline([NeededAccountRows.insert([NeededWorkerAccount(key: key, configuredAt: noon)])])
            _ = try await fixture.worker.store.handle([Sample.update(key, ts: noon)])
            try await fixture.worker.run("DELETE FROM collector_status_change")
            _ = try await fixture.worker.takeOutbox()
            try await keeper(fixture).pass()
            #expect(try await fixture.solver.numbers("SELECT status, length(account_id) FROM collector_account").first?.first == 2)
            #expect(try await fixture.worker.count("outbox_message") == 0)
        }
    }

    @Test("what is interrupted between the two databases is repeated to no effect (TW 11.4)")
    func interrupted() async throws {
        try await ShardsFixture.with { fixture in
            try await fixture.solver.run(
                "INSERT INTO collector_account (debtor_id, collector_id, collector_hash, latest_status_change_at) VALUES (666, 5, 0, now())"
            )
            try await fixture.worker.run(
                """
                INSERT INTO collector_status_change (collector_id, debtor_id, from_status, to_status) VALUES (5, 666, 0, 1);
                INSERT INTO needed_collector_account VALUES (777, 6);
                """)
            try await Fuse.install(in: fixture.worker.database)
            try await fixture.worker.run("SELECT setval('fuse', 2)")
            await #expect(throws: PostgresError.self) { try await keeper(fixture).applyChanges() }
            #expect(try await fixture.solver.numbers("SELECT status FROM collector_account ORDER BY debtor_id") == [[1], [0]])
            #expect(try await fixture.worker.count("collector_status_change") == 1)
            try await keeper(fixture).applyChanges()
            #expect(try await fixture.solver.numbers("SELECT status FROM collector_account ORDER BY debtor_id") == [[1], [0]])
            #expect(try await fixture.worker.count("collector_status_change") == 0)
            #expect(try await fixture.worker.count("needed_collector_account") == 0)
        }
    }
}
