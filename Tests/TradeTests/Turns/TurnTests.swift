import CircularTrade
import SMPProtocol
import Testing

@testable import Trade

extension Turn {
    /// A turn that began at noon, in a phase.
    static func sample(_ phase: TurnPhase, id: TurnID = 7) -> Turn {
        let rules = MarketRules(
            baseLocator: "https://example.com/101", baseCurrency: CurrencyID(101), maxDistanceToBase: 10, minTradeAmount: 5000)
        let durations = TurnDurations()
        var turn = Turn.beginning(id, rules: rules, durations: durations, at: noon)
        if phase >= .gatheringOffers { turn = turn.openedForOffers(durations: durations, at: noon + 601)! }
        if phase >= .givingAndTaking { turn = turn.solved(at: noon + 4300)! }
        if phase == .done { turn = turn.finished(hasPendingResults: false)! }
        return turn
    }
}

@Suite("The life of a turn (TS 2, TS2-3)")
struct TurnTests {
    @Test("deadlines are counted from the moment of the change, not from a plan (TS 2.8)")
    func deadlines() {
        let first = Turn.sample(.gatheringCurrencies)
        #expect(first.phaseDeadline == noon + 600 && first.collectionDeadline == nil && first.collectionStartedAt == nil)
        let second = Turn.sample(.gatheringOffers)
        #expect(second.phaseDeadline == noon + (601 + 3600) && second.collectionDeadline == noon + (601 + 30 * day))
        let third = Turn.sample(.givingAndTaking)
        #expect(third.phaseDeadline == nil && third.collectionStartedAt == noon + 4300)
        #expect(third.collectionDeadline == second.collectionDeadline)
        #expect(Turn.sample(.done).collectionStartedAt == noon + 4300)
    }

    @Test("each change happens in one phase only", arguments: TurnPhase.allCases)
    func once(phase: TurnPhase) {
        let turn = Turn.sample(phase)
        #expect((turn.openedForOffers(durations: TurnDurations(), at: noon) != nil) == (phase == .gatheringCurrencies))
        #expect((turn.solved(at: noon) != nil) == (phase == .gatheringOffers))
        #expect((turn.finished(hasPendingResults: false) != nil) == (phase == .givingAndTaking))
        #expect(turn.finished(hasPendingResults: true) == nil)
    }

    /// Everything that can happen to the solver, one event in a line.
    @Test(
        "what the solver does",
        arguments: [
            (.idle, 0, .wait(until: noon + 10)),
            (.idle, 10, .begin),
            (.idle, 10 + 43_200, .wait(until: noon + (10 + day))),
            (.gatheringCurrencies(until: noon), -1, .wait(until: noon + 1e-6)),
            (.gatheringCurrencies(until: noon), 0, .wait(until: noon + 1e-6)),
            (.gatheringCurrencies(until: noon), 1e-6, .openForOffers),
            (.gatheringOffers(until: noon), -1, .wait(until: noon + 1e-6)),
            (.gatheringOffers(until: noon), 0, .wait(until: noon + 1e-6)),
            (.gatheringOffers(until: noon), 1e-6, .solve),
            (.solved, 0, .careForCollectors),
            (.givingAndTaking, 0, .tryToFinish),
        ] as [(SolverTurnState, Double, SolverAction)])
    func solver(state: SolverTurnState, seconds: Double, action: SolverAction) {
        // A day that begins ten seconds after noon.
        let offset = noon.microseconds(since: Timestamp(seconds: 1_704_067_200)) + 10_000_000
        let schedule = TurnSchedule(period: .seconds(day), offset: .microseconds(offset))
        let facts = SolverFacts(schedule: schedule, latestStart: noon - day)
        #expect(state.action(at: noon + seconds, facts) == action)
    }

    @Test("no turn begins with period 0, whatever the time")
    func noPeriod() {
        let facts = SolverFacts(schedule: TurnSchedule(period: .zero), latestStart: .epoch)
        #expect(SolverTurnState.idle.action(at: noon, facts) == .wait(until: nil))
    }

    @Test("the state is that of the row; only our own solves leave tasks")
    func states() {
        #expect(SolverTurnState(.sample(.gatheringCurrencies), isCareDue: false) == .gatheringCurrencies(until: noon + 600))
        #expect(SolverTurnState(.sample(.gatheringOffers), isCareDue: false) == .gatheringOffers(until: noon + 4201))
        #expect(SolverTurnState(.sample(.givingAndTaking), isCareDue: true) == .solved)
        #expect(SolverTurnState(.sample(.givingAndTaking), isCareDue: false) == .givingAndTaking)
        #expect(SolverTurnState(.sample(.done), isCareDue: false) == .idle)
    }
}
