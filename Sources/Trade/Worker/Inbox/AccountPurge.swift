import SMPProtocol

extension AccountPurge: InboxMessage {
    private var account: AccountKey { AccountKey(creditor: creditorID, debtor: debtorID) }

    func addKeys(to keys: inout MessageScopeKeys) { keys.collectorAccounts.insert(account) }

    func apply(to scope: inout MessageScope) { scope.state.collectorAccounts[account]?.apply(self, effects: &scope.effects) }
}
