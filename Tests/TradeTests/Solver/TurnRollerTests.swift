import Logging
import NodeKit
import Persistence
import ServiceLifecycle
import SMPProtocol
import TestSupport
import Testing

@testable import Trade

@Suite("The solver's loop (TS 2.2, TS2-3)", .timeLimit(.minutes(10)))
struct TurnRollerTests {
    /// A schedule with a starting point at noon.
    private static let fromNoon = TurnSchedule(period: .seconds(day), offset: .microseconds(noon.rawValue - 1_704_067_200_000_000))

    @Test("with durations of 0, five passes show phases 1, 2, 3, 4 and 4 of one turn (TS 2.2, TS2 17.8)")
    func fivePasses() async throws {
        try await SolverFixture.with {
            $0.schedule = Self.fromNoon
        } _: { fixture in
            var phases: [Int64] = []
            for _ in 0..<5 {
                try await fixture.roller().run()
                phases += try await fixture.numbers("SELECT phase FROM turn").flatMap { $0 }
                fixture.clock.advance(seconds: 1e-6)
            }
            #expect(phases == [1, 2, 3, 4, 4])
        }
    }

    @Test("a deadline must have passed: at the very moment nothing happens (TS 2.2.3)")
    func strictDeadline() async throws {
        try await SolverFixture.with {
            $0.schedule.period = .zero
        } _: { fixture in
            for phase in [TurnPhase.gatheringCurrencies, .gatheringOffers] {
                _ = try await fixture.insertTurn(phase, id: TurnID(Int32(phase.rawValue)))
            }
            try await fixture.run("UPDATE turn SET phase_deadline = '2026-03-04 05:06:07.123456+00'")
            let next = try await fixture.roller().pass()
            #expect(next == noon + 1e-6)
            #expect(try await fixture.numbers("SELECT phase FROM turn ORDER BY turn_id") == [[1], [2]])
            fixture.clock.advance(seconds: 1e-6)
            _ = try await fixture.roller().pass()
            #expect(try await fixture.numbers("SELECT phase FROM turn ORDER BY turn_id") == [[2], [3]])
        }
    }

    @Test("the base currency and the limits of a turn are those of its beginning (TS 2.1)")
    func rules() async throws {
        try await SolverFixture.with { fixture in
            let turn = try await fixture.insertTurn(.gatheringOffers)
            try await fixture.run(CommitTests.example)
            try await fixture.run("UPDATE turn SET min_trade_amount = 6000")
            _ = try await fixture.roller().pass()
            #expect(
                try await fixture.numbers("SELECT creditor_id FROM creditor_taking ORDER BY 1") == [[2], [3]], "5000 is too little now")
            #expect(turn.rules.minTradeAmount == 5000)
        }
    }

    @Test("the tasks after a solve that was interrupted are done at the next start, before the turn can end (TS2 19.5)")
    func interruptedCare() async throws {
        try await SolverFixture.with {
            $0.schedule.period = .zero
        } _: { fixture in
            let turn = try await fixture.insertTurn(.gatheringOffers)
            try await fixture.run(CommitTests.example)
            #expect(try await fixture.solve(turn))
            for table in ResultTable.allCases { try await fixture.run("DELETE FROM \(table.rawValue)") }
            _ = try await fixture.roller().pass()
            #expect(try await fixture.count("overloaded_currency") == 0)
            #expect(try await fixture.count("collector_account") == 1029)
            #expect(try await fixture.turn()?.phase == .done)
        }
    }

    @Test("what is logged (TS2 3.6)")
    func logs() async throws {
        try await SolverFixture.with { fixture in
            let log = RecordedLog()
            _ = try await fixture.insertTurn(.gatheringOffers)
            let roller = fixture.roller(logger: log.logger)
            try await roller.run()
            try await fixture.run("INSERT INTO creditor_taking VALUES (7, 1, 2, 3, 4, 5)")
            try await roller.run()
            try await fixture.run("DELETE FROM creditor_taking")
            try await roller.run()
            let wanted = [
                "info Started rolling turns.", "debug Trying to start a new turn or advance started turns.",
                "info Turn 7, phase 2: trying to advance to phase 3.", "info Turn 7, phase 2: successfully advanced to phase 3.",
                "debug Turn 7, phase 3: can not advance to phase 4.", "info Turn 7, phase 3: successfully advanced to phase 4.",
            ]
            for line in wanted { #expect(log.lines.contains(line), "\(log.lines)") }
        }
    }

    @Test("a worker that never comes is reported, once an hour (TS2 20.9)")
    func deadWorker() async throws {
        try await SolverFixture.with { fixture in
            let log = RecordedLog()
            _ = try await fixture.insertTurn(.givingAndTaking)
            try await fixture.run("INSERT INTO creditor_taking VALUES (7, 1, 2, -1, 4, 5)")
            let roller = fixture.roller(logger: log.logger)
            func reports() -> Int {
                log.lines.count { $0.hasPrefix("error Turn 7 does not end") && $0.contains("creditor_taking 1111: 1") }
            }
            // The trades are known from noon + 4300 on; workers have two hours, and one more.
            fixture.clock.advance(seconds: 4300 + 3 * 3600)
            _ = try await roller.pass()
            #expect(reports() == 0)
            fixture.clock.advance(seconds: 1)
            for _ in 0..<3 { _ = try await roller.pass() }
            #expect(reports() == 1, "\(log.lines)")
            fixture.clock.advance(seconds: 3600)
            _ = try await roller.pass()
            #expect(reports() == 2)
        }
    }

    @Test("a worker that is done wakes the solver, which would sleep for long")
    func wakeUp() async throws {
        try await SolverFixture.with { settings in
            settings.checkInterval = .seconds(86_400)
            settings.schedule.period = .zero
        } _: { fixture in
            _ = try await fixture.insertTurn(.givingAndTaking)
            try await fixture.run("INSERT INTO creditor_taking VALUES (7, 1, 2, 3, 4, 5)")
            let log = RecordedLog()
            let roller = fixture.roller(logger: log.logger, quitsEarly: false)
            let running = Task { try await roller.run() }
            try await TestBroker.eventually("looked once") { log.lines.contains("debug Turn 7, phase 3: can not advance to phase 4.") }
            try await fixture.run("DELETE FROM creditor_taking")
            fixture.wakeUp.raise()
            try await TestBroker.eventually("finished") { try await fixture.turn()?.phase == .done }
            running.cancel()
            try await running.value
        }
    }

    @Test("told to stop in the middle of a commit, the solver ends at once, and nothing has happened (TS2 3.7)")
    func termination() async throws {
        try await SolverFixture.with { fixture in
            _ = try await fixture.insertTurn(.gatheringOffers)
            try await fixture.run(CommitTests.example)
            // The last step of the commit has to wait.
            try await fixture.database.asyncTransaction { tx in
                try await tx.execute("LOCK TABLE turn_circle IN EXCLUSIVE MODE")
                let running = Task { try await fixture.roller(quitsEarly: false).run() }
                try await TestBroker.eventually("the commit waits") { try await fixture.isSomebodyWaiting("turn_circle") }
                running.cancel()
                try await running.value
            }
            #expect(try await fixture.turn()?.phase == .gatheringOffers)
            #expect(try await fixture.count("creditor_taking") == 0)
            #expect(try await fixture.count("sell_offer") == 3)
            _ = try await fixture.roller().pass()
            #expect(try await fixture.turn()?.phase == .givingAndTaking)
            #expect(try await fixture.count("creditor_taking") == 3)
        }
    }
}
