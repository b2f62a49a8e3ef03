import SMPProtocol

/// A transfer that a creditor has started (CA 4.3, CA 7.1).
struct RunningTransfer: Equatable, Sendable {
    let creditor: CreditorID
    let uuid: TransferUUID
    let request: TransferRequest
    let requestID: CoordinatorRequestID
    let initiatedAt: Timestamp
    /// Set when the accounting authority has prepared the transfer; from then on it may no longer be cancelled.
    var transferID: TransferID?
    /// How it ended (CA 7.5). Written once.
    var outcome: TransferOutcome?
    /// 1 when created, 2 when finalized.
    var version: Version

    var key: RequestKey { RequestKey(creditor: creditor, request: requestID) }
    var isFinalized: Bool { outcome != nil }
    var isSettled: Bool { transferID != nil }
}

/// The nine inputs of CA 7.2 without creditor and UUID. Two requests are equal when all of them are.
struct TransferRequest: Sendable {
    let debtor: DebtorID
    let amount: Int64
    /// As submitted.
    let recipientURI: String
    /// The account ID in the URI.
    let recipient: AccountID
    let noteFormat: String
    let note: String
    var deadline: Timestamp?
    var finalInterestRateAt: Timestamp
    var lockedAmount: Int64
}

extension TransferRequest: Equatable {
    static func == (a: TransferRequest, b: TransferRequest) -> Bool {
        a.debtor == b.debtor && a.amount == b.amount && a.recipientURI.isExactly(b.recipientURI) && a.recipient == b.recipient
            && a.noteFormat.isExactly(b.noteFormat) && a.note.isExactly(b.note) && a.deadline == b.deadline
            && a.finalInterestRateAt == b.finalInterestRateAt && a.lockedAmount == b.lockedAmount
    }
}
