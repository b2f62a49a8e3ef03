import SMPProtocol

/// CA 9.1
extension RejectedConfig: InboxMessage {
    private var key: AccountKey { AccountKey(creditor: creditorID, debtor: debtorID) }

    func addKeys(to keys: inout MessageScopeKeys) { keys.add(key) }

    func apply(to scope: inout MessageScope) {
        scope.withAccount(key) { $0.apply(self, creditor: &$1, now: $2, effects: &$3) }
    }
}
