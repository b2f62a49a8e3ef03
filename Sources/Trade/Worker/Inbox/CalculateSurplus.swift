import SMPProtocol

extension CalculateSurplus: InboxMessage {
    private var account: AccountKey { AccountKey(creditor: collectorID, debtor: debtorID) }

    func addKeys(to keys: inout MessageScopeKeys) {
        keys.collectorAccounts.insert(account)
        keys.hoardedCurrencies.insert(debtorID)
    }

    /// TW 23.8.
    func apply(to scope: inout MessageScope) {
        let moving = scope.state.collectorAccounts[account]?.calculateSurplus(
            self, isHoarded: scope.state.hoardedCurrencies.contains(debtorID),
            primary: scope.rules.collectors.primaryCollector(of: debtorID), scope.rules, now: scope.now, effects: &scope.effects)
        if let moving { scope.state.attempts[moving.key] = moving }
    }
}
