import SMPProtocol

/// DA 10.9: whether it was refused is nobody's business.
extension ActivateDebtor: InboxMessage {
    var subject: InboxSubject { .debtor(debtorID) }

    func apply(to state: inout InboxState, now: Timestamp) {
        state.change(debtorID) { (try? $0.activate(reservation: reservationID, now: now)) ?? [] }
    }
}
