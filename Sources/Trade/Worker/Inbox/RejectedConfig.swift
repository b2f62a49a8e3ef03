import SMPProtocol

extension RejectedConfig: InboxMessage {
    func addKeys(to keys: inout MessageScopeKeys) {}

    /// TW 6.4.
    func apply(to scope: inout MessageScope) {
        scope.effects.note(.rejectedConfig(AccountKey(creditor: creditorID, debtor: debtorID), code: rejectionCode))
    }
}
