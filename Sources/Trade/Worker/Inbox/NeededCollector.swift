import SMPProtocol

extension NeededCollector: InboxMessage {
    func addKeys(to keys: inout MessageScopeKeys) { keys.recentlyNeeded.insert(debtorID) }

    /// TW 11.2.
    func apply(to scope: inout MessageScope) {
        guard scope.state.recentlyNeeded[debtorID] == nil else { return }
        scope.state.recentlyNeeded[debtorID] = ts
        scope.effects.neededCollectors += neededCollectors(for: debtorID, scope.rules)
        scope.effects.wake(.collectorSync)
    }
}
