import SMPProtocol

/// A message that the node handles: which record it is about, and which decision it calls for.
protocol InboxMessage: SMPMessage {
    var debtorID: DebtorID { get }

    /// The record that must be loaded before.
    var subject: InboxSubject { get }

    /// Calls the decision.
    func apply(to state: inout InboxState, now: Timestamp)
}

/// What a message is about.
enum InboxSubject {
    case debtor(DebtorID)
    case transfer(TransferRequestKey)
}

extension TransferRequestKey {
    /// The coordinator ID of issuing transfers is the debtor ID (DA 10.5.1).
    init(_ coordinatorID: CoordinatorID, _ requestID: CoordinatorRequestID) {
        self.init(debtorID: DebtorID(coordinatorID.rawValue), requestID: requestID)
    }
}
