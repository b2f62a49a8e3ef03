import SMPProtocol

/// DA 10.2
extension AccountUpdate: InboxMessage {
    var subject: InboxSubject { .debtor(debtorID) }

    func apply(to state: inout InboxState, now: Timestamp) {
        state.change(debtorID) { $0.receive(self, now: now, infoIRI: RootConfigData.infoIRI(configData)) }
    }
}
