import SMPProtocol

extension UpdatedFlags: InboxMessage {
    private var account: AccountKey { AccountKey(creditor: creditorID, debtor: debtorID) }

    func addKeys(to keys: inout MessageScopeKeys) { keys.policies.insert(account) }

    func apply(to scope: inout MessageScope) { scope.withPolicy(account) { $0.apply(self) } }
}
