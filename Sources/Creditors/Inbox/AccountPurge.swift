import SMPProtocol

/// CA 9.5
extension AccountPurge: InboxMessage {
    private var key: AccountKey { AccountKey(creditor: creditorID, debtor: debtorID) }

    func addKeys(to keys: inout MessageScopeKeys) { keys.add(key) }

    func apply(to scope: inout MessageScope) {
        scope.settleLedger(key)
        scope.withAccount(key) { $0.apply(self, creditor: &$1, now: $2, effects: &$3) }
    }
}
