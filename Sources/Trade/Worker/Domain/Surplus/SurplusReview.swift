import SMPProtocol

/// What is known of a collector's account that is, or was, out of use (TW 23.3 – 23.6).
struct SurplusReview: Equatable, Sendable {
    /// Whether the account is kept in mind.
    enum Fate: Equatable, Sendable {
        case kept
        /// It is forgotten, with its rates.
        case dropped
    }

    var needed: NeededWorkerAccount
    /// The solver's word on it, when the local copy has one.
    let usable: UsableCollector?
    let account: WorkerAccount?
    /// The collector's own (TW 23.4 L).
    let lock: AccountLock?
    /// TW 23.4 R.
    var statuses: [DispatchingStatus.Plan] = []
    /// Nominal amounts (TW 23.4 M).
    var movings: [Double] = []

    /// All steps for one account. What the first one notices counts for the next ones at once, which shortens the way by a turn.
    ///
    /// - Parameter isOurs: the collector is of this shard; otherwise the row is a leftover of the parent's.
    mutating func decide(turn: TurnID, isOurs: Bool, _ rules: WorkerRules, now: Timestamp, effects: inout Effects) -> Fate {
        if let usable { needed.follow(disabledAt: usable.disabledAt) }
        if needed.needsBlockedAmount(rules, now: now) {
            needed.blockedAmount = NeededWorkerAccount.blockedAmount(lock: lock, statuses: statuses, movings: movings)
            needed.blockedAmountTs = now
        }
        if let account, needed.hasKnownSurplus(account) {
            guard isOurs else { return .dropped }
            effects.send(
                .calculateSurplus(
                    CalculateSurplus(collectorID: needed.key.creditor, debtorID: needed.key.debtor, turnID: turn, ts: now)))
        }
        guard needed.isBroken(account) else { return .kept }
        if isOurs {
            effects.collectorChanges.append(CollectorChange(key: needed.key, step: .broken))
            effects.wake(.collectorSync)
        }
        return .dropped
    }
}
