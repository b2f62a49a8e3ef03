import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Trade

@Suite("The worker's sub-phases, between two databases (TW-12 to TW-19)", .timeLimit(.minutes(10)))
struct SubphaseTests {
    /// A solver's turn in a phase whose deadline is an hour away.
    private static func insertTurn(_ phase: TurnPhase, _ fixture: ShardsFixture, deadlineInSeconds seconds: Double = 3600) async throws
        -> Turn
    {
        var turn = Turn.sample(phase, id: 7)
        turn.phaseDeadline = turn.phaseDeadline.map { _ in fixture.clock.now() + seconds }
        turn.collectionDeadline = turn.collectionDeadline.map { _ in fixture.clock.now() + 30 * day }
        turn.collectionStartedAt = turn.collectionStartedAt.map { _ in fixture.clock.now() }
        let inserted = turn
        _ = try await fixture.solver.database.pipeline([TurnRows.insert(inserted)])
        return inserted
    }

    // MARK: Following (TW-12)

    @Test("turns are copied, led on, and caught up with when they have ended meanwhile")
    func following() async throws {
        try await ShardsFixture.with { fixture in
            _ = try await Self.insertTurn(.gatheringCurrencies, fixture)
            try await fixture.roll()
            #expect(try await fixture.worker.turn()?.state == .awaitingCurrencies)
            try await fixture.solver.run("UPDATE turn SET phase = 2, collection_deadline = '2026-04-04T00:00:00Z'")
            try await fixture.roll()
            #expect(try await fixture.worker.turn()?.state == .lockingAccounts)
            try await fixture.solver.run("UPDATE turn SET phase = 4, phase_deadline = NULL, collection_started_at = '2026-03-05T00:00:00Z'")
            try await fixture.roll()
            let turn = try #require(try await fixture.worker.turn())
            #expect(turn.state == .settling && turn.turn.phase == .givingAndTaking && turn.turn.phaseDeadline == nil)
            fixture.clock.advance(seconds: 2 * day)
            try await fixture.roll()
            #expect(try await fixture.worker.turn()?.state == .finished)
            try await fixture.roll()
            #expect(try await fixture.worker.numbers("SELECT phase, worker_turn_subphase FROM worker_turn") == [[3, 10]])
        }
    }

    // MARK: Phase 1 (TW-13)

    private static let knowledge = """
        INSERT INTO debtor_info_document VALUES
            ('https://example.com/101', 101, NULL, NULL, NULL, NULL, '2020-01-01T00:00:00Z'),
            ('https://example.com/666', 666, 'https://example.com/101', 101, 2.5, NULL, '2026-01-01T00:00:00Z');
        INSERT INTO debtor_locator_claim VALUES
            (666, 'https://example.com/666', '2026-01-01', '2026-01-01', NULL), (777, NULL, NULL, '2026-01-01', NULL);
        INSERT INTO trading_policy VALUES
            (\(Sample.rules.owner), 666, 1, '2026-01-01', 'acc', false, '2026-01-01', 5, 0, 1, '2026-01-01', 'x', 10, 20, 101, 0.5, 1,
                '2026-01-01', 0),
            (\(Sample.rules.owner), 777, 1, '2026-01-01', 'acc', false, '2026-01-01', 15, 0, 1, '2026-01-01', 'x', 10, 20, NULL, NULL, 1,
                '2026-01-01', 0);
        """

    @Test(
        "(1, 0) tells the solver documents, claims and what the owner hoards; an earlier run's rows count (TW 13.2)",
        arguments: ["", "INSERT INTO debtor_info (turn_id, debtor_info_locator, debtor_id) VALUES (7, 'https://example.com/101', 101)"])
    func spreading(before: String) async throws {
        try await ShardsFixture.with { fixture in
            _ = try await Self.insertTurn(.gatheringCurrencies, fixture)
            try await fixture.worker.run(Self.knowledge)
            if !before.isEmpty { try await fixture.solver.run(before) }
            try await fixture.roll()
            let infos = try await fixture.solver.numbers("SELECT debtor_id, coalesce(peg_debtor_id, 0) FROM debtor_info ORDER BY 1")
            #expect(infos == (before.isEmpty ? [[101, 0], [666, 101]] : [[101, 0]]))
            #expect(try await fixture.solver.numbers("SELECT turn_id, debtor_id FROM confirmed_debtor") == [[7, 666]])
            #expect(try await fixture.solver.numbers("SELECT debtor_id, peg_debtor_id FROM hoarded_currency") == [[666, 101]])
            #expect(try await fixture.worker.turn()?.state == .awaitingCurrencies)
        }
    }

    @Test("each shard tells what is its own")
    func shares() async throws {
        try await ShardsFixture.with(["0.#", "1.#"]) { fixture in
            _ = try await Self.insertTurn(.gatheringCurrencies, fixture)
            for shard in fixture.shards { try await shard.run(Self.knowledge) }
            try await fixture.roll()
            #expect(try await fixture.solver.count("debtor_info") == 2)
            #expect(try await fixture.solver.count("confirmed_debtor") == 1)
            #expect(try await fixture.solver.count("hoarded_currency") == 1)
        }
    }

    @Test(
        "after the deadline nothing is written, only the turn goes on (TW 13.1, 14.1, 16.2)",
        arguments: [TurnPhase.gatheringCurrencies, .gatheringOffers])
    func late(phase: TurnPhase) async throws {
        try await ShardsFixture.with { fixture in
            _ = try await Self.insertTurn(phase, fixture, deadlineInSeconds: 0)
            try await fixture.worker.run(Self.knowledge)
            try await fixture.worker.run(Self.locks)
            try await fixture.roll()
            for table in ["debtor_info", "confirmed_debtor", "hoarded_currency", "sell_offer", "buy_offer"] {
                #expect(try await fixture.solver.count(table) == 0, "\(table)")
            }
            #expect(try await fixture.worker.count("outbox_message") == 0)
            #expect(try await fixture.worker.turn()?.state == (phase == .gatheringOffers ? .awaitingTrades : .awaitingCurrencies))
        }
    }

    @Test("when the solver has led on or the time is over while rows are written, none of them are left (TW 30.18)")
    func lateCommit() async throws {
        try await ShardsFixture.with { fixture in
            let turn = try await Self.insertTurn(.gatheringCurrencies, fixture)
            try await fixture.worker.run(Self.knowledge)
            try await fixture.solver.run("UPDATE turn SET phase = 2, collection_deadline = '2026-04-04T00:00:00Z'")
            _ = try await CurrencySpreading(context: fixture.worker, turn: turn).run()
            #expect(try await fixture.solver.count("debtor_info") == 0)
            try await fixture.solver.run("UPDATE turn SET phase = 1")
            let clock = fixture.clock
            try await SolverPouring(context: fixture.worker, turn: turn).pour(CurrencyInfoRows.confirmedDebtorTarget) { _, copy, _ in
                try copy.row(turn.id, 666 as DebtorID, "https://example.com/666")
                clock.advance(seconds: 3600)
            }
            #expect(try await fixture.solver.count("confirmed_debtor") == 0)
        }
    }

    // MARK: Phase 2 (TW-14, TW-16)

    /// One creditor sells 100000 of 666 and buys 200000 of 777, and would sell 888, which nobody collects.
    private static func fillMarket(_ fixture: ShardsFixture) async throws {
        try await fixture.solver.run(
            """
            INSERT INTO currency_info
                (turn_id, debtor_info_locator, debtor_id, peg_debtor_info_locator, peg_debtor_id, peg_exchange_rate, is_confirmed)
            VALUES (7, 'https://example.com/101', 101, NULL, NULL, NULL, true), (7, '666', 666, 'https://example.com/101', 101, 1.0, true),
                (7, '777', 777, 'https://example.com/101', 101, 2.0, true), (7, '888', 888, 'https://example.com/101', 101, 1.0, false),
                (7, '999', 999, 'https://example.com/101', 101, 1.0, false);
            INSERT INTO collector_account (debtor_id, collector_id, collector_hash, account_id, status, latest_status_change_at) VALUES
                (666, 1099511627777, 0, 'c1', 2, '2026-01-01T00:00:00Z'), (777, 1099511627777, 0, 'c2', 3, '2026-01-02T00:00:00Z'),
                (999, 1099511627777, 0, '', 0, '2026-01-01T00:00:00Z');
            """)
        let accounts: [(debtor: DebtorID, has: Int64, wants: Int64, rate: Double)] = [
            (666, 200_000, 100_000, 1), (777, 0, 200_000, 2), (888, 50_000, 0, 1), (999, 50_000, 0, 1),
        ]
        for account in accounts {
            let key = AccountKey(creditor: Sample.creditor, debtor: account.debtor)
            _ = try await fixture.worker.store.handle([
                Sample.ledger(key, principal: account.has, number: 3),
                Sample.policy(key, min: account.wants, max: account.wants, peg: (101, account.rate)),
            ])
        }
        try await fixture.worker.run(
            "INSERT INTO usable_collector VALUES (5, 6, 'old', NULL); INSERT INTO worker_hoarded_currency VALUES (5)")
    }

    @Test("(2, 0) makes offers, asks for collectors, and renews the copy of the collectors (TW-14)")
    func bids() async throws {
        try await ShardsFixture.with { fixture in
            _ = try await Self.insertTurn(.gatheringOffers, fixture)
            try await Self.fillMarket(fixture)
            try await fixture.roll()
            let messages = try await fixture.worker.takeIncoming()
            let offers = messages.compactMap { $0 as? CandidateOffer }
            let needed = messages.compactMap { ($0 as? NeededCollector)?.debtorID }
            #expect(offers.map(\.amount).sorted() == [-100_000, 200_003], "what the cut takes is bought, too")
            #expect(offers.allSatisfy { $0.turnID == 7 && $0.lastTransferNumber == 3 && $0.accountCreationDate == Sample.birthday })
            #expect(needed == [888])
            #expect(
                try await fixture.worker.numbers(
                    "SELECT debtor_id, collector_id, (disabled_at IS NULL)::int FROM usable_collector ORDER BY 1")
                    == [[666, 1_099_511_627_777, 1], [777, 1_099_511_627_777, 0]])
            #expect(try await fixture.worker.count("worker_hoarded_currency") == 0)
            #expect(try await fixture.worker.turn()?.state == .lockingAccounts)
        }
    }

    @Test("(2, 0) sells the surplus of collectors, and buys with them what the owner hoards (TW 23.7)")
    func collectorBids() async throws {
        try await ShardsFixture.with { fixture in
            _ = try await Self.insertTurn(.gatheringOffers, fixture)
            try await Self.fillMarket(fixture)
            try await fixture.solver.run("INSERT INTO hoarded_currency VALUES (7, 777, 101, 2.0)")
            for debtor in [666, 777] as [DebtorID] {
                let key = AccountKey(creditor: Sample.collector, debtor: debtor)
                let needed = NeededWorkerAccount(key: key, configuredAt: noon)
                _ = try await fixture.worker.database.pipeline([NeededAccountRows.insert([needed])])
                _ = try await fixture.worker.store.handle([Sample.update(key, ts: noon) { $0.demurrageRate = 0 }])
            }
            try await fixture.worker.run(
                "UPDATE worker_account SET surplus_amount = 10000, surplus_ts = '2026-03-01T00:00:00Z', surplus_last_transfer_number = 4")
            _ = try await fixture.worker.takeOutbox()
            try await fixture.roll()
            var offers: [DebtorID: CandidateOffer] = [:]
            for case let m as CandidateOffer in try await fixture.worker.takeIncoming() where m.creditorID == Sample.collector {
                offers[m.debtorID] = m
            }
            #expect(offers[666]?.amount == -9998 && offers[666]?.lastTransferNumber == 4)
            #expect(offers[777]?.amount == .max)
            #expect(try await fixture.worker.numbers("SELECT debtor_id FROM worker_hoarded_currency") == [[777]])
        }
    }

    /// Locks of turn 7: a seller's, a buyer's, and six that are not offered.
    private static let locks = """
        INSERT INTO account_lock
            (creditor_id, debtor_id, turn_id, collector_id, initiated_at, coordinator_request_id, amount, max_locked_amount, is_collector,
            transfer_id, finalized_at, released_at, account_creation_date, account_last_transfer_number, has_been_revised)
        VALUES
            (1, 666, 7, 99, '2026-01-01', 1, -100, 0, false, 5, NULL, NULL, NULL, NULL, false),
            (2, 666, 7, 99, '2026-01-01', 2, 200, 0, false, 6, NULL, NULL, NULL, NULL, false),
            (3, 666, 7, 99, '2026-01-01', 3, 0, 0, false, 7, NULL, NULL, NULL, NULL, false),
            (4, 666, 7, 99, '2026-01-01', 4, -100, 0, false, NULL, NULL, NULL, NULL, NULL, false),
            (5, 666, 7, 99, '2026-01-01', 5, -100, 0, false, 8, '2026-01-01', NULL, NULL, NULL, false),
            (6, 666, 7, 99, '2026-01-01', 6, 200, 0, false, 9, '2026-01-01', '2026-01-01', '2026-01-01', 1, false),
            (7, 666, 6, 99, '2026-01-01', 7, -100, 0, false, 10, NULL, NULL, NULL, NULL, false);
        """

    @Test(
        "(2, 5) offers what is locked, and not before its time; an earlier run's rows count (TW-16)",
        arguments: ["", "INSERT INTO sell_offer (turn_id, creditor_id, debtor_id, amount, collector_id) VALUES (7, 1, 666, 100, 99)"])
    func pouring(before: String) async throws {
        try await ShardsFixture.with { fixture in
            let turn = try await Self.insertTurn(.gatheringOffers, fixture)
            try await fixture.worker.insert(WorkerTurn(turn: turn, state: .lockingAccounts))
            try await fixture.worker.run(Self.locks)
            if !before.isEmpty { try await fixture.solver.run(before) }
            try await fixture.roll()
            #expect(try await fixture.solver.count("buy_offer") == 0, "not before its time")
            fixture.clock.advance(seconds: 3590)
            try await fixture.roll()
            #expect(
                try await fixture.solver.numbers("SELECT creditor_id, debtor_id, amount, collector_id FROM sell_offer") == [
                    [1, 666, 100, 99]
                ])
            #expect(try await fixture.solver.numbers("SELECT creditor_id, debtor_id, amount FROM buy_offer") == [[2, 666, 200]])
            #expect(try await fixture.worker.turn()?.state == .awaitingTrades)
        }
    }
}
