import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Trade

@Suite("The solver among others (TS2-19)", .timeLimit(.minutes(10)))
struct SolverRaceTests {
    @Test("two solvers: one change of phase, one set of results (19.7)")
    func twoSolvers() async throws {
        try await SolverFixture.with { fixture in
            let turn = try await fixture.insertTurn(.gatheringOffers)
            try await fixture.run(CommitTests.example)
            let first = try await fixture.solver().solve(turn)
            let second = try await fixture.solver().solve(turn)
            let store = fixture.store
            async let one = store.commit(first, of: 7, at: noon)
            async let two = store.commit(second, of: 7, at: noon)
            let winners = try await [one, two].count { $0 != nil }
            #expect(winners == 1)
            #expect(try await fixture.count("creditor_taking") == 3)
            #expect(try await fixture.count("creditor_giving") == 3)
        }
    }

    @Test("what comes too late takes no part, and is gone after the next solve (TS 2.6, TS2 5.5, 19.6)")
    func lateRows() async throws {
        try await SolverFixture.with { fixture in
            let turn = try await fixture.insertTurn(.gatheringOffers)
            try await fixture.run(CommitTests.example)
            let outcome = try await fixture.solver().solve(turn)
            let late = """
                INSERT INTO sell_offer VALUES (7, 50, 101, 50000, 997); INSERT INTO buy_offer VALUES (7, 50, 102, 50000);
                """
            try await fixture.run(late)
            #expect(try await fixture.store.commit(outcome, of: 7, at: noon) != nil)
            #expect(try await fixture.count("creditor_taking", where: "creditor_id = 50") == 0)
            #expect(try await fixture.count("sell_offer") == 0, "deleted with the rest")

            try await fixture.run(late)
            try await fixture.run("INSERT INTO debtor_info VALUES (7, 'l', 1, NULL, NULL, NULL)")
            try await fixture.run("INSERT INTO hoarded_currency VALUES (7, 5, NULL, NULL)")
            try await fixture.run("DELETE FROM creditor_taking; DELETE FROM creditor_giving; UPDATE turn SET phase = 4")
            let next = try await fixture.insertTurn(.gatheringCurrencies, id: 8)
            #expect(try await fixture.store.openForOffers(8, durations: TurnDurations(phase1: .zero, phase2: .zero), at: noon))
            #expect(try await fixture.count("debtor_info") == 0)
            #expect(try await fixture.solve(next))
            for table in ["sell_offer", "buy_offer", "hoarded_currency"] { #expect(try await fixture.count(table) == 0) }
            #expect(try await fixture.count("collector_account", where: "debtor_id = 5") == 0, "hoarded in another turn")
        }
    }

    @Test("while a solve is written, everybody sees the turn and the list of most bought currencies as they were (19.9)")
    func nothingHalf() async throws {
        try await SolverFixture.with { fixture in
            let turn = try await fixture.insertTurn(.gatheringOffers)
            try await fixture.run(CommitTests.example)
            let outcome = try await fixture.solver().solve(turn)
            let committing = try await fixture.database.asyncTransaction { tx in
                // The last step of the commit has to wait.
                try await tx.execute("LOCK TABLE turn_circle IN EXCLUSIVE MODE")
                let committing = Task { try await fixture.store.commit(outcome, of: 7, at: noon) != nil }
                try await TestBroker.eventually("the commit waits") {
                    try await fixture.isSomebodyWaiting("turn_circle")
                }
                #expect(try await fixture.turn() == turn)
                for table in ["creditor_taking", "overloaded_currency", "turn_report"] { #expect(try await fixture.count(table) == 0) }
                #expect(try await fixture.count("sell_offer") == 3)
                #expect(try await fixture.count("collector_account", where: "debtor_id = 103") == 0)
                let list = try await AdminStore(database: fixture.database).mostBoughtCurrencies()
                #expect(list.map(\.average) == [10, 1] && list.map(\.locator) == ["old", "old"])
                return committing
            }
            #expect(try await committing.value)
            #expect(try await fixture.count("creditor_taking") == 3)
        }
    }

    @Test("a worker hears of every change of phase, and the solver of a worker that is done")
    func notifications() async throws {
        try await SolverFixture.with { fixture in
            var events = fixture.database.notifications(channels: [TurnSignal.phaseChanged.notification]).makeAsyncIterator()
            #expect(await events.next() == .mayHaveMissed)
            let turn = try await fixture.insertTurn(.gatheringCurrencies)
            let expected = NotificationEvent.notification(channel: "swpt_trade_turn_phase", payload: "")
            #expect(try await fixture.store.openForOffers(7, durations: fixture.settings.durations, at: noon))
            #expect(await events.next() == expected)
            #expect(try await fixture.solve(turn))
            #expect(await events.next() == expected)
            #expect(try await fixture.store.finish(7, at: noon))
            #expect(await events.next() == expected)
        }
    }

    @Test("16,385 IDs of a hoarded currency are inserted, existing accounts stay, and others do not count (TS2 10.2, 19.8)")
    func saturation() async throws {
        let interval = try #require(CollectorInterval(minimum: 1_000_000, maximum: 1_016_384))
        try await SolverFixture.with {
            $0.collectors = interval
        } _: { fixture in
            let turn = try await fixture.insertTurn(.gatheringOffers)
            try await fixture.run(
                """
                INSERT INTO hoarded_currency VALUES (7, 103, NULL, NULL);
                INSERT INTO collector_account VALUES (103, 1000005, 1, 'mine', 2, 'epoch');
                INSERT INTO collector_account SELECT 103, i, 0, '', 0, now() FROM generate_series(1, 16385) i;
                """)
            #expect(try await fixture.solve(turn))
            #expect(try await fixture.count("collector_account", where: "collector_id >= 1000000") == 16_385)
            #expect(try await fixture.count("collector_account", where: "account_id = 'mine' AND status = 2") == 1)
            let hashes = try await fixture.numbers(
                "SELECT collector_id, collector_hash FROM collector_account WHERE collector_id > 1000005 LIMIT 100")
            for row in hashes { #expect(row[1] == Int64(CreditorID(row[0]).shardingHash16)) }
        }
    }
}
