import SMPProtocol

extension ConfirmDebtor: InboxMessage {
    func addKeys(to keys: inout MessageScopeKeys) { keys.claims.insert(debtorID) }

    func apply(to scope: inout MessageScope) {
        DebtorLocatorClaim.confirm(&scope.state.claims[debtorID], self, scope.rules, now: scope.now, effects: &scope.effects)
    }
}
