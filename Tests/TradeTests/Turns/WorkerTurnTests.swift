import SMPProtocol
import Testing

@testable import Trade

@Suite("A worker's way through a turn (TW-12)")
struct WorkerTurnTests {
    @Test("every state has its phase and sub-phase, and every other combination has none")
    func combinations() {
        var states: [WorkerTurnState] = []
        for phase in TurnPhase.allCases {
            for subphase in WorkerSubphase.allCases {
                guard let state = WorkerTurnState(phase: phase, subphase: subphase) else {
                    #expect(phase == .done || (phase == .gatheringCurrencies && subphase == .middle))
                    continue
                }
                #expect(state.phase == phase && state.subphase == subphase)
                states.append(state)
            }
        }
        #expect(states == WorkerTurnState.allCases)
    }

    /// What the worker has, what the solver has, and what the worker has then (nil: the same).
    @Test(
        "following the solver",
        arguments: [
            (nil, .gatheringCurrencies, .spreadingCurrencies),
            (nil, .gatheringOffers, .makingBids),
            (nil, .givingAndTaking, .takingOver),
            (nil, .done, .takingOver),
            (.spreadingCurrencies, .gatheringCurrencies, nil),
            (.awaitingCurrencies, .gatheringCurrencies, nil),
            (.spreadingCurrencies, .gatheringOffers, .makingBids),
            (.awaitingCurrencies, .gatheringOffers, .makingBids),
            (.awaitingCurrencies, .givingAndTaking, .takingOver),
            (.makingBids, .givingAndTaking, .takingOver),
            (.lockingAccounts, .gatheringOffers, nil),
            (.awaitingTrades, .done, .takingOver),
            (.awaitingTrades, .gatheringCurrencies, nil),
            (.settling, .givingAndTaking, nil),
            (.finished, .done, nil),
        ] as [(WorkerTurnState?, TurnPhase, WorkerTurnState?)])
    func following(known: WorkerTurnState?, solver: TurnPhase, expected: WorkerTurnState?) {
        let copy = known.map { WorkerTurn(turn: .sample($0.phase), state: $0) }
        let result = WorkerTurn.following(.sample(solver), from: copy)
        #expect(result?.state == expected)
        if let result {
            #expect(result.turn.phase == expected?.phase)
            #expect(result.turn.collectionDeadline == Turn.sample(solver).collectionDeadline)
        }
    }

    /// The deadlines of the phases are noon + 600 and noon + 4201; the trades are known from noon + 4300 on.
    @Test(
        "what is to be done",
        arguments: [
            (.spreadingCurrencies, 599, .work),
            (.spreadingCurrencies, 600, .skip),
            (.awaitingCurrencies, 599, .wait(until: nil)),
            (.awaitingCurrencies, 700, .wait(until: nil)),
            (.makingBids, 4200, .work),
            (.makingBids, 4201, .skip),
            // A tenth of 4201 s before the deadline.
            (.lockingAccounts, 3780.8, .wait(until: noon + 3780.9)),
            (.lockingAccounts, 3780.9, .work),
            (.lockingAccounts, 4201, .skip),
            (.awaitingTrades, 9999, .wait(until: nil)),
            (.takingOver, 4300, .work),
            (.takingOver, 1e9, .work),
            (.settling, 4300, .wait(until: noon + 11_500)),
            (.settling, 11_499, .wait(until: noon + 11_500)),
            (.settling, 11_500, .work),
            (.finished, 1e9, .wait(until: nil)),
        ] as [(WorkerTurnState, Double, WorkerAction)])
    func actions(state: WorkerTurnState, seconds: Double, action: WorkerAction) {
        let turn = WorkerTurn(turn: .sample(state.phase), state: state)
        #expect(turn.action(at: noon + seconds, WorkerTurnSettings()) == action)
    }

    @Test("the time for pouring can be fixed (TW 16.1)")
    func pouring() {
        let turn = WorkerTurn(turn: .sample(.gatheringOffers), state: .lockingAccounts)
        #expect(turn.pouringStart(WorkerTurnSettings(pouring: PouringLead(duration: .seconds(120)))) == noon + 4081)
    }

    @Test("work leads to the next state of the same phase; where the solver leads on there is none", arguments: WorkerTurnState.allCases)
    func next(state: WorkerTurnState) {
        guard let next = state.next else {
            #expect(state.subphase == .done)
            return
        }
        #expect(next.phase == state.phase && next.subphase.rawValue > state.subphase.rawValue)
    }
}
