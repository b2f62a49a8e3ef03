import SMPProtocol

extension DiscoverDebtor: InboxMessage {
    func addKeys(to keys: inout MessageScopeKeys) { keys.claims.insert(debtorID) }

    func apply(to scope: inout MessageScope) {
        DebtorLocatorClaim.discover(&scope.state.claims[debtorID], self, scope.rules, now: scope.now, effects: &scope.effects)
    }
}
