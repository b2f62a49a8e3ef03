import SMPProtocol

/// DA 10.8
extension AccountPurge: InboxMessage {
    func addKeys(to keys: inout MessageScopeKeys) { keys.debtors.insert(debtorID) }

    func apply(to scope: inout MessageScope) { scope.debtors[debtorID].receive(self) }
}
