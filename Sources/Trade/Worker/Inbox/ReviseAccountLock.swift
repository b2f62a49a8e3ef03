import SMPProtocol

extension ReviseAccountLock: InboxMessage {
    private var account: AccountKey { AccountKey(creditor: creditorID, debtor: debtorID) }

    func addKeys(to keys: inout MessageScopeKeys) {
        keys.add(trader: account)
        keys.participations.insert(ParticipationKey(account: account, turn: turnID))
    }

    /// TW-18.
    func apply(to scope: inout MessageScope) {
        var collector = scope.state.collectorAccounts[account]?.account
        AccountLock.revise(
            &scope.state.locks[account], &scope.state.participations[ParticipationKey(account: account, turn: turnID)], &collector, self,
            now: scope.now, effects: &scope.effects)
        scope.state.collectorAccounts[account]?.account = collector
    }
}
