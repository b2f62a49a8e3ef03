import SMPProtocol

extension FetchDebtorInfo: InboxMessage {
    private var fetch: FetchKey { FetchKey(iri: iri, debtor: debtorID) }

    func addKeys(to keys: inout MessageScopeKeys) { keys.fetches.insert(fetch) }

    func apply(to scope: inout MessageScope) {
        DebtorInfoFetch.schedule(&scope.state.fetches[fetch], self, now: scope.now, effects: &scope.effects)
    }
}
