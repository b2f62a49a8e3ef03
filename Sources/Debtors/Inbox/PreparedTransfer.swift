import SMPProtocol

/// DA 10.5
extension PreparedTransfer: InboxMessage {
    var subject: InboxSubject { .transfer(key) }

    private var key: TransferRequestKey { TransferRequestKey(coordinatorID, coordinatorRequestID) }

    func apply(to state: inout InboxState, now: Timestamp) {
        state.change(key) { $0.receive(self, now: now) }
    }
}
