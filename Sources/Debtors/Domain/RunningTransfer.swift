import SMPProtocol

/// An issuing transfer that the debtor has not deleted yet, finished or not (DA 8.2).
struct RunningTransfer: Sendable, Equatable {
    let debtorID: DebtorID
    let uuid: TransferUUID
    /// Connects the transfer with the answers of the accounting authority. Never used twice.
    let requestID: CoordinatorRequestID
    let order: TransferOrder
    let initiatedAt: Timestamp
    /// Set when the commit order was given, and never changed afterwards (DA 17.1.7).
    var transferID: TransferID?
    /// Set once, and never changed afterwards (DA 17.1.6).
    var outcome: TransferOutcome?

    /// The commit order was given.
    var isSettled: Bool { transferID != nil }
    var isFinalized: Bool { outcome != nil }

    var key: TransferRequestKey { TransferRequestKey(debtorID: debtorID, requestID: requestID) }

    /// DA 9.13: the first outcome wins.
    mutating func finalize(_ outcome: TransferOutcome) {
        precondition((outcome.totalLockedAmount ?? 0) >= 0, "a locked amount is never negative")
        if !isFinalized { self.outcome = outcome }
    }
}

/// What the debtor asked for. Two requests with one UUID are the same request when these are equal (DA 9.10.1).
struct TransferOrder: Sendable, Equatable {
    /// Zero or positive.
    let amount: Int64
    /// The text given by the debtor, compared and shown as it is.
    let recipientURI: String
    /// The account ID that was found in the URI.
    let recipient: AccountID
    let noteFormat: String
    let note: String

    static func == (a: Self, b: Self) -> Bool {
        a.amount == b.amount && a.recipientURI.isExactly(b.recipientURI) && a.recipient == b.recipient
            && a.noteFormat.isExactly(b.noteFormat) && a.note.isExactly(b.note)
    }
}

/// What the accounting authority's answers name a transfer by (DA 10.5.1). Ordered as rows are locked.
struct TransferRequestKey: Hashable, Comparable, Sendable {
    let debtorID: DebtorID
    let requestID: CoordinatorRequestID

    static func < (a: Self, b: Self) -> Bool {
        (a.debtorID, a.requestID) < (b.debtorID, b.requestID)
    }
}

extension TransferRequestKey {
    /// The coordinator ID of issuing transfers is the debtor ID (DA 10.5.1).
    init(_ coordinatorID: CoordinatorID, _ requestID: CoordinatorRequestID) {
        self.init(debtorID: DebtorID(coordinatorID.rawValue), requestID: requestID)
    }
}
