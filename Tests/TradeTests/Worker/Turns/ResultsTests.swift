import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Trade

@Suite("The worker's sub-phases after the solve (TW-17, TW-19, TW 23.3 – 23.6)", .timeLimit(.minutes(10)))
struct ResultsTests {
    private static let realm = ShardingRealm(bindingKey: "1.#")!
    /// The first collectors and creditors of the shard, and the first one of the other.
    private static let ours = (0..<100).map { CreditorID(0x100_0000_0000 + $0) }.filter { realm.contains($0) }
    private static let foreign = (0..<100).map { CreditorID(0x100_0000_0000 + $0) }.first { !realm.contains($0) }!

    private static let turn: Turn = {
        var turn = Turn.sample(.givingAndTaking, id: 7)
        turn.collectionStartedAt = noon
        turn.collectionDeadline = noon + 30 * day
        return turn
    }()

    /// A turn in phase 3, for the solver and the worker, and all results.
    private static func prepare(_ state: WorkerTurnState, _ fixture: ShardsFixture) async throws {
        let turn = Self.turn
        _ = try await fixture.solver.database.pipeline([TurnRows.insert(turn)])
        try await fixture.worker.insert(WorkerTurn(turn: turn, state: state))
        try await fixture.solver.database.transaction { tx in
            let (k, other, foreign) = (ours[0], ours[1], Self.foreign)
            func creditors(_ table: ResultTable, _ rows: [(creditor: CreditorID, amount: Int64, collector: CreditorID)]) throws {
                try tx.copyIn(table.target) { copy in
                    for r in rows { try copy.row(turn.id, r.creditor, 666 as DebtorID, r.creditor.shardingHash16, r.amount, r.collector) }
                }
            }
            func collectors(_ table: ResultTable, _ rows: [(creditor: CreditorID, amount: Int64, collector: CreditorID)]) throws {
                try tx.copyIn(table.target) { copy in
                    for r in rows { try copy.row(turn.id, 666 as DebtorID, r.creditor, r.amount, r.collector, r.collector.shardingHash16) }
                }
            }
            try creditors(.creditorTaking, [(other, 100, k), (foreign, 50, k)])
            try creditors(.creditorGiving, [(k, 70, k), (ours[2], 1, k), (foreign, 5, k)])
            try collectors(.collectorCollecting, [(other, 100, k), (foreign, 50, k), (k, 30, k), (ours[4], 9, foreign)])
            try collectors(.collectorDispatching, [(other, 40, k), (k, 70, k), (ours[2], 1, k), (ours[4], 9, foreign)])
            let transfers: [(from: CreditorID, to: CreditorID, amount: Int64)] = [
                (k, foreign, 60), (k, other, 1), (foreign, k, 20), (other, k, 1),
            ]
            try tx.copyIn(ResultTable.collectorSending.target) { copy in
                for r in transfers { try copy.row(turn.id, 666 as DebtorID, r.from, r.to, r.from.shardingHash16, r.amount) }
            }
            try tx.copyIn(ResultTable.collectorReceiving.target) { copy in
                for r in transfers { try copy.row(turn.id, 666 as DebtorID, r.to, r.from, r.to.shardingHash16, r.amount) }
            }
        }
    }

    @Test("(3, 0) takes over exactly what is its own, without self rows and ones, and with the sums (TW-17)")
    func takingOver() async throws {
        try await ShardsFixture.with(["1.#"]) { fixture in
            try await Self.prepare(.takingOver, fixture)
            let (k, other, foreign) = (Self.ours[0].rawValue, Self.ours[1].rawValue, Self.foreign.rawValue)
            try await fixture.worker.run(
                """
                INSERT INTO account_lock (creditor_id, debtor_id, turn_id, collector_id, initiated_at, coordinator_request_id, amount,
                    max_locked_amount, is_collector, has_been_revised)
                VALUES (\(other), 666, 7, \(k), '2026-01-01T00:00:00Z', 1, -100, 0, false, false),
                    (\(foreign), 666, 7, \(k), '2026-01-01T00:00:00Z', 2, -100, 0, false, false),
                    (\(Self.ours[3]), 666, 6, \(k), '2026-01-01T00:00:00Z', 3, -100, 0, false, false)
                """)
            try await fixture.roll()
            let worker = fixture.worker
            #expect(
                try await worker.numbers(
                    "SELECT creditor_id, debtor_id, turn_id, amount, collector_id FROM creditor_participation ORDER BY amount")
                    == [[other, 666, 7, -100, k], [k, 666, 7, 70, k]])
            #expect(
                try await worker.numbers("SELECT collector_id, creditor_id, amount, collected::int FROM worker_collecting ORDER BY amount")
                    == [[k, foreign, 50, 0], [k, other, 100, 0]])
            #expect(
                try await worker.numbers("SELECT from_collector_id, to_collector_id, amount FROM worker_sending") == [[k, foreign, 60]])
            #expect(
                try await worker.numbers(
                    "SELECT to_collector_id, from_collector_id, expected_amount, received_amount FROM worker_receiving")
                    == [[k, foreign, 20, 0]])
            #expect(try await worker.numbers("SELECT collector_id, creditor_id, amount FROM worker_dispatching") == [[k, other, 40]])
            #expect(
                try await worker.numbers(
                    """
                    SELECT collector_id, amount_to_collect, amount_to_send, amount_to_receive, number_to_receive, amount_to_dispatch
                    FROM dispatching_status
                    """) == [[k, 150, 60, 20, 1, 40]])
            let revised = try await worker.takeIncoming().compactMap { ($0 as? ReviseAccountLock)?.creditorID }
            #expect(revised == [Self.ours[1]])
            let purges = ["worker_collecting": 90.0, "worker_sending": 180, "worker_receiving": 180, "worker_dispatching": 210]
            for (table, days) in purges {
                let rows = try await worker.database.query(Statement(stringLiteral: "SELECT purge_after FROM \(table)"))
                #expect(try rows.map { try $0[0] as Timestamp }.allSatisfy { $0 == noon + days * day }, "\(table)")
            }
            #expect(try await worker.turn()?.state == .settling)
        }
    }

    @Test("(3, 5) deletes exactly its own rows in the solver's database, when it is time, and tells the solver (TW-19)")
    func settling() async throws {
        try await ShardsFixture.with(["1.#"]) { fixture in
            try await Self.prepare(.settling, fixture)
            fixture.clock.advance(seconds: 7199)
            try await fixture.roll()
            #expect(try await fixture.solver.count("creditor_taking") == 2)
            fixture.clock.advance(seconds: 1)
            try await fixture.roll()
            try await Self.expectForeignRowsAlone(fixture)
            #expect(try await fixture.worker.turn()?.state == .finished)
        }
    }

    /// In each table one row is the other shard's.
    private static func expectForeignRowsAlone(_ fixture: ShardsFixture) async throws {
        for table in ResultTable.allCases { #expect(try await fixture.solver.count(table.rawValue) == 1, "\(table)") }
    }

    @Test("rows of a turn that this worker is done with are deleted again: the solver's database was put back to an earlier state")
    func solverPutBack() async throws {
        try await ShardsFixture.with(["1.#"]) { fixture in
            try await Self.prepare(.finished, fixture)
            try await fixture.roll()
            try await Self.expectForeignRowsAlone(fixture)
            #expect(try await fixture.worker.turn()?.state == .finished)
        }
    }

    @Test("(3, 5) blocks what is owed, asks for surpluses, and forgets broken and foreign accounts (TW 23.3 – 23.6)")
    func surpluses() async throws {
        try await ShardsFixture.with(["1.#"]) { fixture in
            try await Self.prepare(.settling, fixture)
            let worker = fixture.worker
            let names = [(Self.ours[10], 1), (Self.ours[11], 2), (Self.ours[12], 3), (Self.foreign, 4)] as [(CreditorID, Int)]
            for (collector, _) in names {
                let key = AccountKey(creditor: collector, debtor: 666)
                var needed = NeededWorkerAccount(key: key, configuredAt: noon - 90 * day)
                // The first one has just been noticed; the others' amounts were blocked long ago.
                if collector != names[0].0 {
                    needed.collectionDisabledSince = noon - 30 * day
                    needed.blockedAmountTs = noon - 10 * day
                }
                let inserted = needed
                _ = try await worker.database.pipeline([NeededAccountRows.insert([inserted])])
                if collector != names[2].0 {
                    _ = try await worker.store.handle([Sample.update(key, ts: noon - 5 * day)])
                }
            }
            try await worker.run(
                """
                INSERT INTO interest_rate_change VALUES
                    (\(names[2].0), 666, '2026-01-01T00:00:00Z', 1), (\(names[3].0), 666, '2026-01-02T00:00:00Z', 1);
                INSERT INTO usable_collector VALUES (666, \(names[0].0), 'a', '2026-02-10T00:00:00Z'),
                    (666, \(names[1].0), 'b', '2026-02-02T05:06:07.123456Z');
                INSERT INTO account_lock (creditor_id, debtor_id, turn_id, collector_id, initiated_at, coordinator_request_id, amount,
                    max_locked_amount, is_collector, has_been_revised)
                VALUES (\(names[0].0), 666, 6, 1, '2026-01-01T00:00:00Z', 1, -1500, 1500, true, false);
                INSERT INTO dispatching_status (collector_id, debtor_id, turn_id, inserted_at, amount_to_collect, amount_to_send,
                    started_sending, all_sent, amount_to_receive, number_to_receive, amount_to_dispatch, started_dispatching,
                    awaiting_signal_flag)
                VALUES (\(names[0].0), 666, 6, '2026-01-01T00:00:00Z', 0, 7, false, false, 0, 0, 11, false, false);
                INSERT INTO transfer_attempt (collector_id, turn_id, debtor_id, creditor_id, transfer_kind, nominal_amount,
                    collection_started_at, inserted_at, recipient, recipient_version, backoff_counter)
                VALUES (\(names[0].0), 6, 666, 1, 2, 3, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '', 0, 0),
                    (\(names[0].0), 6, 666, 1, 0, 99, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '', 0, 0);
                """)
            _ = try await worker.takeOutbox()
            fixture.clock.advance(seconds: 7200)
            try await fixture.roll()
            #expect(
                try await worker.numbers("SELECT creditor_id, blocked_amount FROM needed_worker_account ORDER BY blocked_amount DESC")
                    == [[names[0].0.rawValue, 1522], [names[1].0.rawValue, 0]], "1500 + 7 + 11 + 3 + 1")
            let asked = try await worker.takeIncoming().compactMap { ($0 as? CalculateSurplus)?.collectorID }
            #expect(asked == [names[1].0])
            #expect(
                try await worker.numbers("SELECT collector_id, from_status, to_status FROM collector_status_change WHERE from_status = 3")
                    == [[names[2].0.rawValue, 3, 1]])
            let others = "creditor_id IN (\(names[2].0), \(names[3].0))"
            #expect(try await worker.count("interest_rate_change", where: others) == 0)
        }
    }
}
