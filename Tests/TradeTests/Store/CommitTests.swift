import CircularTrade
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Trade

@Suite("From offers to trades (TS2-5)", .timeLimit(.minutes(10)))
struct CommitTests {
    /// TS2-16, but for the turn.
    static let example = """
        INSERT INTO currency_info VALUES
            (7, 'https://example.com/101', 101, NULL, NULL, NULL, true),
            (7, 'https://example.com/102', 102, 'https://example.com/101', 101, 2.0, true),
            (7, 'https://example.com/199', 199, 'https://example.com/101', 101, 1.0, true);
        INSERT INTO collector_account VALUES
            (101, 997, -10027, 'a', 2, 'epoch'), (101, 998, -16868, 'b', 2, 'epoch'), (102, 999, 3057, 'c', 2, 'epoch'),
            (109, 1001, 0, '', 1, 'epoch'), (109, 1002, 0, '', 1, 'epoch');
        INSERT INTO hoarded_currency VALUES (7, 103, NULL, NULL);
        INSERT INTO most_bought_currency VALUES (101, 1.0, 'old'), (199, 10.0, 'old');
        INSERT INTO sell_offer VALUES (7, 1, 101, 5000, 997), (7, 2, 101, 6000, 998), (7, 3, 102, 10000, 999);
        INSERT INTO buy_offer VALUES (7, 1, 102, 20000), (7, 2, 102, 20000), (7, 3, 101, 30000);
        """

    @Test("the worked turn, step by step (TS2-16, 17.5)")
    func example() async throws {
        try await SolverFixture.with { fixture in
            let turn = try await fixture.insertTurn(.gatheringCurrencies)
            try await fixture.run(Self.example)
            #expect(try await !fixture.solve(turn), "1: nothing happens in phase 1")
            #expect(try await fixture.count("creditor_taking") == 0)
            #expect(try await fixture.count("sell_offer") == 3)

            try await fixture.run("UPDATE turn SET phase = 2, collection_deadline = now()")
            let ready = try #require(try await fixture.turn())
            #expect(try await fixture.solve(ready))
            try await expectExampleResults(fixture)
            #expect(try await fixture.turn() == ready.solved(at: noon))
            #expect(
                try await fixture.numbers("SELECT debtor_id, collectors_count FROM overloaded_currency") == [[102, 1]],
                "5: two dispatchings on one collector")
            for table in ["currency_info", "sell_offer", "buy_offer", "hoarded_currency"] { #expect(try await fixture.count(table) == 0) }

            try await fixture.care()
            #expect(try await fixture.count("overloaded_currency") == 0)
            let accounts = try await fixture.numbers(
                """
                SELECT debtor_id, collector_id - 1099511627776, status FROM collector_account WHERE debtor_id <> 103
                ORDER BY 1, 3 DESC, 2
                """)
            let low = -1_099_511_627_776 as Int64
            #expect(accounts == [[101, low + 997, 3], [101, low + 998, 2], [101, 0x18e, 0], [102, low + 999, 3], [102, 0x12f, 0]])
            #expect(try await fixture.count("collector_account") == 1029)
            #expect(try await !fixture.solve(ready), "and it happens once")
            #expect(try await fixture.count("creditor_taking") == 3)
        }
    }

    private func expectExampleResults(_ fixture: SolverFixture) async throws {
        let takings = "SELECT creditor_id, debtor_id, amount, collector_id FROM"
        let taken: [[Int64]] = [[1, 101, 5000, 997], [2, 101, 6000, 998], [3, 102, 5500, 999]]
        #expect(try await fixture.numbers("\(takings) creditor_taking ORDER BY 1, 2") == taken)
        #expect(try await fixture.numbers("\(takings) collector_collecting ORDER BY 1, 2") == taken)
        let given = try await fixture.numbers("\(takings) creditor_giving ORDER BY 1, 2")
        #expect(given.map { Array($0.prefix(3)) } == [[1, 102, 2500], [2, 102, 3000], [3, 101, 11000]])
        #expect(try await fixture.numbers("\(takings) collector_dispatching ORDER BY 1, 2") == given)
        let transfers = "SELECT debtor_id, from_collector_id, to_collector_id, amount FROM"
        let sent: [[Int64]] = [given[2][3] == 997 ? [101, 998, 997, 6000] : [101, 997, 998, 5000]]
        #expect(try await fixture.numbers("\(transfers) collector_sending") == sent)
        #expect(try await fixture.numbers("\(transfers) collector_receiving") == sent)
        #expect(
            try await fixture.numbers("SELECT creditor_hash FROM creditor_taking ORDER BY creditor_id") == [[-1446], [-6539], [22_891]])
        let hashes = try await fixture.numbers("SELECT collector_hash FROM collector_collecting ORDER BY collector_id")
        #expect(hashes == [[-10_027], [-16_868], [3057]])
        #expect(
            try await fixture.numbers("SELECT debtor_id, (buyers_average_count * 10)::bigint FROM most_bought_currency ORDER BY 1")
                == [[101, 10], [102, 20], [199, 90]], "3")
        #expect(try await fixture.count("most_bought_currency", where: "debtor_info_locator LIKE 'https://example.com/%'") == 3)
        #expect(try await fixture.count("collector_account", where: "debtor_id = 103 AND status = 0 AND account_id = ''") == 1024, "4")
    }

    @Test("the report of a solve and its circles are written with it")
    func report() async throws {
        try await SolverFixture.with { fixture in
            let turn = try await fixture.insertTurn(.gatheringOffers)
            try await fixture.run(Self.example)
            #expect(try await fixture.solve(turn))
            let found = try #require(try await AdminStore(database: fixture.database).turn(7))
            let report = try #require(found.record.report?.solve)
            #expect(report.market == MarketSize(currencies: 3, confirmedCurrencies: 3, sellOffers: 3, buyOffers: 3))
            #expect(report.takings == 3 && report.givings == 3 && report.collectorTransfers == 1 && report.admittedOffers == 6)
            #expect(report.clearedValue == 22_000 && report.shareOfBound > 0.5)
            #expect(report.steps.keys.contains(.read) && report.steps.keys.contains(.greedy))
            #expect(found.circles.map(\.value) == [6000, 5000])
            #expect(found.circles[0].members.map(\.trader.rawValue) == [3, 2])
            #expect(try await fixture.store.standing().uncared == [7])
            try await fixture.store.noteCare(of: [7])
            #expect(try await fixture.store.standing().uncared.isEmpty)
        }
    }

    @Test("a turn without offers, workers or currencies is solved all the same (TS2 13.6)")
    func nothing() async throws {
        try await SolverFixture.with { fixture in
            let log = RecordedLog()
            let turn = try await fixture.insertTurn(.gatheringOffers)
            let outcome = try await fixture.solver(logger: log.logger).solve(turn)
            #expect(try await fixture.store.commit(outcome, of: 7, at: noon) != nil)
            #expect(try await fixture.store.finish(7, at: noon))
            #expect(log.lines.contains { $0.contains("nobody knows the base currency 101 at https://example.com/101") }, "\(log.lines)")
        }
    }

    @Test("rows that are wrong are left out and logged; the others are traded (TS 16.5, TS2 6.6)")
    func badRows() async throws {
        try await SolverFixture.with { fixture in
            let turn = try await fixture.insertTurn(.gatheringOffers)
            try await fixture.run(Self.example)
            try await fixture.run(
                """
                UPDATE currency_info SET debtor_info_locator = 'https://example.com/1' WHERE debtor_id = 199;
                INSERT INTO sell_offer VALUES (7, 0, 101, 7000, 997), (7, 4, 101, 7000, 0);
                INSERT INTO buy_offer VALUES (7, 0, 102, 7000), (7, 4, 102, 7000);
                """)
            let log = RecordedLog()
            let outcome = try await fixture.solver(logger: log.logger).solve(turn)
            #expect(try await fixture.store.commit(outcome, of: 7, at: noon) != nil)
            #expect(try await fixture.numbers("SELECT creditor_id FROM creditor_taking ORDER BY 1") == [[1], [2], [3]])
            #expect(log.lines.contains { $0.hasPrefix("error") && $0.contains("2 sell offers") }, "\(log.lines)")
        }
    }

    @Test(
        "collectors trade like everybody, also with themselves, and through collectors that are not active (TS2 16.2 – 16.4)",
        arguments: [(5, 2, 7), (5, 5, 5), (10, 5, 7)] as [(Int64, Int64, Int64)])
    func collectorsAsTraders(seller: Int64, through first: Int64, and second: Int64) async throws {
        try await SolverFixture.with { settings in
            settings.rules = MarketRules(baseLocator: "x", baseCurrency: CurrencyID(1), maxDistanceToBase: 10, minTradeAmount: 1000)
        } _: { fixture in
            let rules = fixture.settings.rules
            var turn = try await fixture.insertTurn(.gatheringOffers)
            turn = Turn(
                id: 7, startedAt: turn.startedAt, rules: rules, phase: .gatheringOffers, phaseDeadline: turn.phaseDeadline,
                collectionStartedAt: nil, collectionDeadline: turn.collectionDeadline)
            let activeOfX = seller == 10 ? 2 : first
            try await fixture.run(
                """
                INSERT INTO currency_info VALUES (7, 'x', 1, NULL, NULL, NULL, true), (7, 'y', 2, 'x', 1, 2.0, true);
                INSERT INTO collector_account VALUES (1, \(activeOfX), 0, 'a', 2, now()), (2, \(second), 0, 'b', 2, now());
                INSERT INTO sell_offer VALUES (7, \(seller), 1, 8000, \(first)), (7, 77, 2, 3000, \(second));
                INSERT INTO buy_offer VALUES (7, 77, 1, 10000), (7, \(seller), 2, 9223372036854775807);
                """)
            #expect(try await fixture.solve(turn))
            let columns = "creditor_id, debtor_id, amount, collector_id"
            let takings = try await fixture.numbers("SELECT \(columns) FROM creditor_taking ORDER BY 2")
            #expect(takings == [[seller, 1, 6000, first], [77, 2, 3000, second]])
            let givings = try await fixture.numbers("SELECT \(columns) FROM creditor_giving ORDER BY 2")
            #expect(givings == [[77, 1, 6000, activeOfX], [seller, 2, 3000, second]])
            #expect(try await fixture.count("collector_dispatching") == 2)
            #expect(try await fixture.count("collector_collecting") == 2)
            let transfers = try await fixture.numbers("SELECT from_collector_id, to_collector_id, amount FROM collector_sending")
            #expect(transfers == (first == activeOfX ? [] : [[first, activeOfX, 6000]]))
        }
    }

    @Test("nothing is taken or given beyond its offer, to the token (TS2 6.5)")
    func exactAmounts() async throws {
        try await SolverFixture.with { fixture in
            let turn = try await fixture.insertTurn(.gatheringOffers)
            try await fixture.run(
                """
                INSERT INTO currency_info VALUES
                    (7, 'https://example.com/101', 101, NULL, NULL, NULL, true), (7, 'y', 102, 'https://example.com/101', 101, 1.0, true);
                INSERT INTO sell_offer VALUES (7, 1, 101, 123456789, 997), (7, 2, 102, 1000000000000, 998);
                INSERT INTO buy_offer VALUES (7, 1, 102, 1000000000000), (7, 2, 101, 123456789);
                """)
            #expect(try await fixture.solve(turn))
            #expect(
                try await fixture.numbers("SELECT amount FROM creditor_taking UNION ALL SELECT amount FROM creditor_giving")
                    == Array(repeating: [123_456_789], count: 4))
        }
    }
}
