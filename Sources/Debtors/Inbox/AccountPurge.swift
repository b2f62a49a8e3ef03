import SMPProtocol

/// DA 10.8
extension AccountPurge: InboxMessage {
    var subject: InboxSubject { .debtor(debtorID) }

    func apply(to state: inout InboxState, now: Timestamp) {
        state.change(debtorID) { debtor in
            debtor.receive(self)
            return []
        }
    }
}
