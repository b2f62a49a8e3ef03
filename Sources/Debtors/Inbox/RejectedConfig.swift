import SMPProtocol

/// DA 10.1
extension RejectedConfig: InboxMessage {
    var subject: InboxSubject { .debtor(debtorID) }

    func apply(to state: inout InboxState, now: Timestamp) {
        state.change(debtorID) { debtor in
            debtor.receive(self)
            return []
        }
    }
}
