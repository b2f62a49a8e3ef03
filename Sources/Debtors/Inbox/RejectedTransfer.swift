import SMPProtocol

/// DA 10.6
extension RejectedTransfer: InboxMessage {
    var subject: InboxSubject { .transfer(key) }

    private var key: TransferRequestKey { TransferRequestKey(coordinatorID, coordinatorRequestID) }

    func apply(to state: inout InboxState, now: Timestamp) {
        state.change(key) { transfer in
            transfer.receive(self, now: now)
            return []
        }
    }
}
