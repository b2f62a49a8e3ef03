import SMPProtocol

extension AccountUpdate: InboxMessage {
    private var account: AccountKey { AccountKey(creditor: creditorID, debtor: debtorID) }

    func addKeys(to keys: inout MessageScopeKeys) { keys.collectorAccounts.insert(account) }

    func apply(to scope: inout MessageScope) {
        scope.state.collectorAccounts[account, default: CollectorAccountState()]
            .apply(self, scope.rules, now: scope.now, effects: &scope.effects)
    }
}
