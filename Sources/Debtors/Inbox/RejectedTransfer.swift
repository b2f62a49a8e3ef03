import SMPProtocol

/// DA 10.6
extension RejectedTransfer: InboxMessage {
    private var key: TransferRequestKey { TransferRequestKey(coordinatorID, coordinatorRequestID) }

    func addKeys(to keys: inout MessageScopeKeys) { keys.transfers.insert(key) }

    func apply(to scope: inout MessageScope) { scope.transfers[key].receive(self, now: scope.now) }
}
