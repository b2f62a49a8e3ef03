import SMPProtocol

/// Where the solver stands with the only turn that may be unfinished (TS 2.2, TS2-3). Every state has a name, and a crash leads from one of
/// them to the same one: what was begun and not committed has not happened.
enum SolverTurnState: Hashable, Sendable {
    /// All turns are done.
    case idle
    /// Phase 1.
    case gatheringCurrencies(until: Timestamp)
    /// Phase 2.
    case gatheringOffers(until: Timestamp)
    /// Phase 3; the tasks after a solve (TS2 5.3) have not been done.
    case solved
    /// Phase 3.
    case givingAndTaking
}

/// What the solver has to do about a turn.
enum SolverAction: Hashable, Sendable {
    /// TS 2.3
    case begin
    /// TS 2.5
    case openForOffers
    /// TS 2.6, TS2-5
    case solve
    /// TS2 5.3: overloaded currencies, disabled collectors, stuck ones.
    case careForCollectors
    /// TS 2.7, with no condition of time.
    case tryToFinish
    /// Nothing before this moment, unless a worker says that it is ready; nil: nothing at all.
    case wait(until: Timestamp?)
}

/// What the solver knows of the world besides the turn.
struct SolverFacts: Hashable, Sendable {
    var schedule: TurnSchedule
    /// When the latest turn began; the beginning of 1970 when there was none.
    var latestStart: Timestamp
}

extension SolverTurnState {
    /// - Parameters:
    ///   - turn: a turn in any phase.
    ///   - isCareDue: whether the tasks after its solve have yet to be done; only we keep a record of that, so they are not for a turn that
    ///     another program has solved.
    init(_ turn: Turn, isCareDue: Bool) {
        switch turn.phase {
        // The table does not allow these phases to be without a deadline (TS 4.3).
        case .gatheringCurrencies: self = .gatheringCurrencies(until: turn.phaseDeadline ?? .earliest)
        case .gatheringOffers: self = .gatheringOffers(until: turn.phaseDeadline ?? .earliest)
        case .givingAndTaking: self = isCareDue ? .solved : .givingAndTaking
        case .done: self = .idle
        }
    }

    /// What is to be done now. Deadlines must have passed: at the very moment it is too early (TS 2.2.3).
    func action(at now: Timestamp, _ facts: SolverFacts) -> SolverAction {
        switch self {
        case .idle:
            if facts.schedule.allowsStart(at: now, latest: facts.latestStart) { return .begin }
            return .wait(until: facts.schedule.nextStart(from: now, latest: facts.latestStart))
        case .gatheringCurrencies(let deadline): return deadline < now ? .openForOffers : .wait(until: deadline.adding(microseconds: 1))
        case .gatheringOffers(let deadline): return deadline < now ? .solve : .wait(until: deadline.adding(microseconds: 1))
        case .solved: return .careForCollectors
        case .givingAndTaking: return .tryToFinish
        }
    }
}
