import CircularTrade
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Trade

@Suite("The solver database, as the solver uses it (TS2-17)", .timeLimit(.minutes(10)))
struct SolverStoreTests {
    @Test("a turn begins once: with no turn, or after one of 1970; a second call finds it (17.1)", arguments: [false, true])
    func begin(hasOldTurn: Bool) async throws {
        try await SolverFixture.with { fixture in
            if hasOldTurn {
                var old = Turn.sample(.done, id: 1)
                old = Turn(
                    id: 1, startedAt: .epoch, rules: old.rules, phase: .done, phaseDeadline: nil, collectionStartedAt: .epoch,
                    collectionDeadline: .epoch)
                let inserted = old
                _ = try await fixture.database.pipeline([TurnRows.insert(inserted)])
                try await fixture.run("SELECT setval('turn_turn_id_seq', 1)")
            }
            let always = TurnSchedule(period: .seconds(day), offset: .microseconds(noon.rawValue - 1_704_067_200_000_000))
            var durations = TurnDurations()
            durations.phase1 = .seconds(600)
            func begin() async throws -> [Turn] {
                try await fixture.store.begin(rules: fixture.settings.rules, durations: durations, schedule: always, at: noon)
            }
            let turns = try await begin()
            let turn = try #require(turns.first)
            #expect(turns.count == 1 && turn.id == (hasOldTurn ? 2 : 1))
            #expect(turn == Turn.beginning(turn.id, rules: fixture.settings.rules, durations: durations, at: noon))
            #expect(try await begin() == turns)
            #expect(try await fixture.turn(turn.id) == turn)
            #expect(try await fixture.count("turn") == (hasOldTurn ? 2 : 1))
        }
    }

    @Test("a turn does not begin outside its time, and never when the period is 0 (17.2)")
    func noBegin() async throws {
        try await SolverFixture.with { fixture in
            for period in [0, 1] {
                let schedule = TurnSchedule(period: .seconds(Double(period) * day), offset: .seconds(7200))
                let turns = try await fixture.store.begin(
                    rules: fixture.settings.rules, durations: TurnDurations(), schedule: schedule,
                    at: try Timestamp(text: "2026-03-01T01:59:59Z"))
                #expect(turns.isEmpty)
            }
            #expect(try await fixture.count("turn") == 0)
        }
    }

    @Test("two solvers begin one turn (TS 2.3.2)")
    func twoBegin() async throws {
        try await SolverFixture.with { fixture in
            let schedule = TurnSchedule(period: .seconds(day), offset: .microseconds(noon.rawValue - 1_704_067_200_000_000))
            let turns = try await withThrowingTaskGroup(of: [Turn].self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await fixture.store.begin(
                            rules: fixture.settings.rules, durations: TurnDurations(), schedule: schedule, at: noon)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(turns).count == 1 && turns[0].count == 1)
            #expect(try await fixture.count("turn") == 1)
        }
    }

    private static let phase1 = """
        INSERT INTO debtor_info VALUES
            (7, 'https://example.com/101', 101, NULL, NULL, NULL), (7, 'https://example.com/102', 102, 'https://example.com/101', 101, 2.5),
            (7, 'https://example.com/103', 103, NULL, NULL, NULL), (7, 'https://example.com/104', 104, NULL, NULL, NULL),
            (5, 'https://example.com/late', 105, NULL, NULL, NULL), (99, 'https://example.com/unknown', 106, NULL, NULL, NULL);
        INSERT INTO confirmed_debtor VALUES
            (7, 102, 'https://example.com/102'), (7, 103, 'https://example.com/other'), (7, 104, 'https://example.com/104'),
            (7, 108, 'https://example.com/108'), (5, 105, 'https://example.com/late'), (99, 106, 'https://example.com/unknown');
        INSERT INTO collector_account VALUES
            (102, 1, 0, 'a', 2, now()), (102, 2, 0, 'b', 2, now()), (103, 1, 0, 'c', 2, now()),
            (104, 1, 0, '', 0, now()), (104, 2, 0, '', 1, now()), (104, 3, 0, 'd', 3, now()), (108, 1, 0, 'e', 2, now());
        """

    @Test("1 → 2: confirmed is who is confirmed under its own locator and has an active collector (17.3, TS 2.5, TS2 4.2)")
    func openForOffers() async throws {
        try await SolverFixture.with { fixture in
            let turn = try await fixture.insertTurn(.gatheringCurrencies)
            _ = try await fixture.insertTurn(.done, id: 5)
            try await fixture.run(Self.phase1)
            let durations = TurnDurations()
            #expect(try await fixture.store.openForOffers(7, durations: durations, at: noon))
            #expect(try await fixture.turn() == turn.openedForOffers(durations: durations, at: noon))
            let rows = try await fixture.database.query(
                """
                SELECT debtor_id, is_confirmed, peg_debtor_info_locator, peg_debtor_id, peg_exchange_rate FROM currency_info
                ORDER BY debtor_id
                """)
            #expect(try rows.map { try $0.decode(0, as: Int64.self) } == [101, 102, 103, 104])
            #expect(try rows.map { try $0.decode(1, as: Bool.self) } == [false, true, false, false])
            #expect(try rows[1].decode(2, as: String.self) == "https://example.com/101")
            #expect(try rows[1].decode(3, as: Int64.self) == 101 && rows[1].decode(4, as: Double.self) == 2.5)

            // Late rows of older turns go too, those of unknown turns stay.
            #expect(try await fixture.numbers("SELECT turn_id FROM debtor_info") == [[99]])
            #expect(try await fixture.numbers("SELECT turn_id FROM confirmed_debtor") == [[99]])
            for id in [7, 1234] as [TurnID] { #expect(try await !fixture.store.openForOffers(id, durations: durations, at: noon + 1)) }
            #expect(try await fixture.turn() == turn.openedForOffers(durations: durations, at: noon))
            #expect(try await fixture.count("currency_info") == 4)
        }
    }

    @Test(
        "3 → 4: not while a row is left in any of the six tables; twice, and for an unknown turn, nothing happens (17.4, TS 2.7)",
        arguments: ResultTable.allCases)
    func finish(table: ResultTable) async throws {
        try await SolverFixture.with { fixture in
            let turn = try await fixture.insertTurn(.givingAndTaking)
            try await fixture.run("INSERT INTO \(table.rawValue) VALUES (7, 1, 2, 3, 4, 5), (8, 1, 2, 3, 4, 5)")
            #expect(try await !fixture.store.finish(7, at: noon))
            #expect(try await fixture.turn() == turn)
            #expect(try await fixture.store.leftovers(7) == ["\(table.rawValue) 0000: 1"])
            try await fixture.run("DELETE FROM \(table.rawValue) WHERE turn_id = 7")
            #expect(try await fixture.store.finish(7, at: noon))
            #expect(try await fixture.turn() == turn.finished(hasPendingResults: false))
            for id in [7, 1234] as [TurnID] { #expect(try await !fixture.store.finish(id, at: noon)) }
        }
    }

    @Test("the shares of workers are complete and separate, whatever the shard (TS 4.5, TW 17.1, 19.2)")
    func shares() async throws {
        try await SolverFixture.with { fixture in
            for table in ResultTable.allCases {
                let columns = table.target.columns.dropFirst().filter { !$0.hasSuffix("hash") && $0 != "amount" }
                try await fixture.run(
                    """
                    INSERT INTO \(table.rawValue) (turn_id, \(columns.joined(separator: ", ")), amount, \(table.hashColumn))
                    SELECT 7, i, i + 1, i + 2, 5, ((i * 7919) % 65536 - 32768)::smallint FROM generate_series(1, 1000) i
                    """)
                var total = 0
                for key in ["0.#", "1.0.#", "1.1.#"] {
                    let realm = try #require(ShardingRealm(bindingKey: key))
                    let read = try await fixture.database.transaction { tx in try tx.copyOut(table.read(7, realm)) { _ in } }
                    let deleted = try await fixture.database.pipeline([table.delete(7, realm)])[0].affected
                    #expect(read == deleted && read > 100, "\(table) \(key)")
                    total += deleted
                }
                #expect(total == 1000)
            }
        }
    }
}
