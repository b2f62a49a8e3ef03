import SMPProtocol

extension CandidateOffer: InboxMessage {
    private var account: AccountKey { AccountKey(creditor: creditorID, debtor: debtorID) }

    func addKeys(to keys: inout MessageScopeKeys) {
        keys.locks.insert(account)
        keys.usableCollectors.insert(debtorID)
        keys.offeredTurns.insert(turnID)
        keys.addRequestID()
    }

    /// TW 15.1.
    func apply(to scope: inout MessageScope) {
        let collectors = (scope.state.usableCollectors[debtorID] ?? []).filter { $0.disabledAt == nil }
        let (requestID, pick) = (scope.takeRequestID(), scope.random())
        AccountLock.offer(
            &scope.state.locks[account], self, turn: scope.state.offeredTurns[turnID], collectors: collectors, pick: pick,
            requestID: requestID, scope.rules, now: scope.now, effects: &scope.effects)
    }
}
