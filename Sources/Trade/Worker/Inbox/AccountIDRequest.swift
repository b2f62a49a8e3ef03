import SMPProtocol

extension AccountIDRequest: InboxMessage {
    private var account: AccountKey { AccountKey(creditor: creditorID, debtor: debtorID) }

    func addKeys(to keys: inout MessageScopeKeys) {
        keys.policies.insert(account)
        keys.knownAccounts.insert(account)
    }

    /// TW 22.1.
    func apply(to scope: inout MessageScope) {
        let (policy, collector) = (scope.state.policies[account], scope.state.collectorAccounts[account]?.account)
        scope.effects.send(
            .accountIDResponse(.answering(self, policy: policy, account: collector, now: scope.now, effects: &scope.effects)))
    }
}
