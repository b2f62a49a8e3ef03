import SMPProtocol

/// CA 9.8
extension FinalizedTransfer: InboxMessage {
    private var key: RequestKey { RequestKey(coordinatorID, coordinatorRequestID) }

    func addKeys(to keys: inout MessageScopeKeys) { keys.add(key) }

    func apply(to scope: inout MessageScope) {
        scope.withTransfer(key) { $0.apply(self, creditor: &$1, now: $2, effects: &$3) }
    }
}
