import CircularTrade
import SMPProtocol

/// A turn as the solver database has it, for everybody who takes part (TS 2.1, 4.3).
struct Turn: Hashable, Sendable {
    let id: TurnID
    let startedAt: Timestamp
    /// Base currency and limits: the configuration at the moment when the turn began (TS 2.1).
    let rules: MarketRules
    var phase: TurnPhase
    /// When the phase is over; nil from phase 3 on.
    var phaseDeadline: Timestamp?
    /// When the trades became known; set from phase 3 on.
    var collectionStartedAt: Timestamp?
    /// Until when the authorities have to carry out what was locked; set from phase 2 on.
    var collectionDeadline: Timestamp?
}

/// How long the phases last, and how long locked money stays locked (TS 2.5).
struct TurnDurations: Hashable, Sendable {
    /// `TURN_PHASE1_DURATION`
    var phase1: Duration = .seconds(600)
    /// `TURN_PHASE2_DURATION`
    var phase2: Duration = .seconds(3600)
    /// `APP_TURN_MAX_COMMIT_PERIOD`
    var maxCommitPeriod: Duration = .seconds(30 * 86_400)
}

// The four changes that a turn goes through. Each is decided on the row that was read and locked, and is nil when another process was
// faster (TS2 3.4).
extension Turn {
    /// A new turn, in phase 1 (TS 2.3.5). Its ID comes from the database.
    static func beginning(_ id: TurnID, rules: MarketRules, durations: TurnDurations, at now: Timestamp) -> Turn {
        Turn(
            id: id, startedAt: now, rules: rules, phase: .gatheringCurrencies, phaseDeadline: now.adding(durations.phase1),
            collectionStartedAt: nil, collectionDeadline: nil)
    }

    /// Phase 1 → 2 (TS 2.5.4).
    func openedForOffers(durations: TurnDurations, at now: Timestamp) -> Turn? {
        guard phase == .gatheringCurrencies else { return nil }
        var turn = self
        turn.phase = .gatheringOffers
        turn.phaseDeadline = now.adding(durations.phase2)
        turn.collectionDeadline = now.adding(durations.maxCommitPeriod)
        return turn
    }

    /// Phase 2 → 3 (TS2 5.2.2).
    func solved(at now: Timestamp) -> Turn? {
        guard phase == .gatheringOffers else { return nil }
        var turn = self
        turn.phase = .givingAndTaking
        turn.phaseDeadline = nil
        turn.collectionStartedAt = now
        return turn
    }

    /// Phase 3 → 4 (TS 2.7).
    ///
    /// - Parameter hasPendingResults: whether a worker has not yet deleted its share of the six result tables.
    func finished(hasPendingResults: Bool) -> Turn? {
        guard phase == .givingAndTaking, !hasPendingResults else { return nil }
        var turn = self
        turn.phase = .done
        turn.phaseDeadline = nil
        return turn
    }
}

extension Timestamp {
    /// The moment so much later (earlier, when negative); saturates.
    func adding(_ duration: Duration) -> Timestamp { adding(microseconds: duration.microseconds) }
}

extension Duration {
    /// Whole microseconds, rounded towards zero; saturates.
    var microseconds: Int64 {
        let (seconds, attoseconds) = components
        return Int64(clamping: Int128(seconds) * 1_000_000 + Int128(attoseconds / 1_000_000_000_000))
    }
}
