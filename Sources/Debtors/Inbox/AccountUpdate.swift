import SMPProtocol

/// DA 10.2
extension AccountUpdate: InboxMessage {
    func addKeys(to keys: inout MessageScopeKeys) { keys.debtors.insert(debtorID) }

    func apply(to scope: inout MessageScope) {
        scope.debtors[debtorID].receive(
            self, infoIRI: RootConfigData.infoIRI(configData), now: scope.now, effects: &scope.effects)
    }
}
