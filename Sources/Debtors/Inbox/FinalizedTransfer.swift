import SMPProtocol

/// DA 10.7
extension FinalizedTransfer: InboxMessage {
    var subject: InboxSubject { .transfer(key) }

    private var key: TransferRequestKey { TransferRequestKey(coordinatorID, coordinatorRequestID) }

    func apply(to state: inout InboxState, now: Timestamp) {
        state.change(key) { transfer in
            transfer.receive(self, now: now)
            return []
        }
    }
}
