import SMPProtocol

/// How far a worker has got in a phase (TW 7.11). The numbers are those of the worker database.
enum WorkerSubphase: Int16, Sendable, CaseIterable {
    case start = 0
    case middle = 5
    case done = 10
}

/// Where a worker stands in a turn (TW 12.1.3): phase and sub-phase, each with a name. Other combinations do not exist.
enum WorkerTurnState: Hashable, Sendable, CaseIterable {
    /// (1, 0): TW-13 is due.
    case spreadingCurrencies
    /// (1, 10)
    case awaitingCurrencies
    /// (2, 0): TW-14 is due.
    case makingBids
    /// (2, 5): accounts are locked as messages come (TW-15), until the offers are poured (TW-16).
    case lockingAccounts
    /// (2, 10)
    case awaitingTrades
    /// (3, 0): TW-17 is due.
    case takingOver
    /// (3, 5): the results stay in the solver database until TW-19 is due.
    case settling
    /// (3, 10)
    case finished

    /// Nil for a combination that does not exist: phase 4 is not copied (TW 12.1.1), and phase 1 has no middle.
    init?(phase: TurnPhase, subphase: WorkerSubphase) {
        guard let state = Self.allCases.first(where: { $0.phase == phase && $0.subphase == subphase }) else { return nil }
        self = state
    }

    var phase: TurnPhase {
        switch self {
        case .spreadingCurrencies, .awaitingCurrencies: .gatheringCurrencies
        case .makingBids, .lockingAccounts, .awaitingTrades: .gatheringOffers
        case .takingOver, .settling, .finished: .givingAndTaking
        }
    }

    var subphase: WorkerSubphase {
        switch self {
        case .spreadingCurrencies, .makingBids, .takingOver: .start
        case .lockingAccounts, .settling: .middle
        case .awaitingCurrencies, .awaitingTrades, .finished: .done
        }
    }

    /// The state after the work of this one is done, or was skipped because its time is over. Waiting states have none: the solver leads
    /// on.
    var next: WorkerTurnState? {
        switch self {
        case .spreadingCurrencies: .awaitingCurrencies
        case .makingBids: .lockingAccounts
        case .lockingAccounts: .awaitingTrades
        case .takingOver: .settling
        case .settling: .finished
        case .awaitingCurrencies, .awaitingTrades, .finished: nil
        }
    }
}

/// A worker's copy of a turn (TW 7.11), and where it stands in it.
struct WorkerTurn: Hashable, Sendable {
    /// As the solver had it when it was last seen; never in phase 4.
    var turn: Turn
    var state: WorkerTurnState

    /// What the worker keeps after it has looked at the solver's turn (TW 12.1.1, 12.1.2): a new phase begins at its start, skipped ones
    /// included; phase 4 counts as phase 3. Nil when nothing changes; it never goes back.
    static func following(_ solver: Turn, from known: WorkerTurn?) -> WorkerTurn? {
        var turn = solver
        if turn.phase == .done {
            turn.phase = .givingAndTaking
            turn.phaseDeadline = nil
        }
        if let known, known.turn.phase >= turn.phase { return nil }
        guard let state = WorkerTurnState(phase: turn.phase, subphase: .start) else { preconditionFailure("every phase has a start") }
        return WorkerTurn(turn: turn, state: state)
    }
}

/// What a worker has to do about a turn.
enum WorkerAction: Hashable, Sendable {
    /// The work of the state, which leads to its `next` one.
    case work
    /// The work's time is over: only the state moves on (TW 13.1, 14.1, 16.2).
    case skip
    /// Nothing before this moment; nil: nothing before the solver leads on.
    case wait(until: Timestamp?)
}

/// A worker's habits.
struct WorkerTurnSettings: Hashable, Sendable {
    /// How long before the end of phase 2 its offers are written (TW 16.1).
    var pouring = PouringLead()
    /// `TRANSFERS_HEALTHY_MAX_COMMIT_DELAY`
    var healthyCommitDelay: Duration = .seconds(7200)
}

extension WorkerTurn {
    /// What is to be done now (TW 12.1.3).
    func action(at now: Timestamp, _ settings: WorkerTurnSettings) -> WorkerAction {
        switch state {
        case .spreadingCurrencies, .makingBids: return isLate(now) ? .skip : .work
        case .lockingAccounts:
            if isLate(now) { return .skip }
            let start = pouringStart(settings)
            return now >= start ? .work : .wait(until: start)
        case .takingOver: return .work
        case .settling:
            // The table does not allow phase 3 to be without this moment (TW 7.11).
            let end = (turn.collectionStartedAt ?? .earliest).adding(settings.healthyCommitDelay)
            return now >= end ? .work : .wait(until: end)
        case .awaitingCurrencies, .awaitingTrades, .finished: return .wait(until: nil)
        }
    }

    private func isLate(_ now: Timestamp) -> Bool {
        turn.phaseDeadline.map { now >= $0 } ?? false
    }

    /// From when on the offers are written to the solver database (TW 16.1).
    func pouringStart(_ settings: WorkerTurnSettings) -> Timestamp {
        guard let deadline = turn.phaseDeadline else { return .earliest }
        let span = Double(deadline.microseconds(since: turn.startedAt)) / 1e6
        return deadline.adding(microseconds: -Int64(settings.pouring.seconds(span: span) * 1e6))
    }
}
