import SMPProtocol

extension NeededWorkerAccount {
    /// TW 23.3: follows the solver's decision about the collector.
    mutating func follow(disabledAt: Timestamp?) { collectionDisabledSince = disabledAt }

    /// TW 23.4: out of use for long enough, and its blocked amount has not been looked at since.
    func needsBlockedAmount(_ rules: WorkerRules, now: Timestamp) -> Bool {
        guard let since = collectionDisabledSince else { return false }
        return since < now.subtracting(rules.surplusBlockingDelay) && since > blockedAmountTs
    }

    /// TW 23.4: what of the balance may still be owed.
    ///
    /// - Parameters:
    ///   - lock: the collector's own.
    ///   - statuses: all of the collector's in this currency.
    ///   - movings: its attempts to move a surplus.
    static func blockedAmount(
        lock: AccountLock?, statuses: some Sequence<DispatchingStatus.Plan>, movings: some Sequence<Double>
    ) -> Int64 {
        let locked = lock.map { $0.release == nil ? Int128($0.maxLockedAmount) : 0 } ?? 0
        let owed = statuses.reduce(Int128(0)) { $0 + Int128($1.amountToSend) + Int128($1.amountToDispatch) }
        let moving = movings.reduce(Int128(0)) { $0 + Int128(clampedToInt64((1.0001 * $1 + 1).rounded())) }
        return clampedToInt64(locked + owed + moving)
    }

    /// TW 23.5: the authority has reported the account surely after the blocked amount was found out.
    func hasKnownSurplus(_ account: WorkerAccount) -> Bool {
        guard let since = collectionDisabledSince, blockedAmountTs >= since else { return false }
        return account.lastHeartbeatTs > blockedAmountTs.adding(Constants.clockMismatch)
    }

    /// TW 23.6: the account should be there by now, but is not.
    func isBroken(_ account: WorkerAccount?) -> Bool {
        guard account == nil, let since = collectionDisabledSince else { return false }
        return blockedAmountTs >= since
    }
}
