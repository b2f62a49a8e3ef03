/// How a transfer ended (CA 7.5, DA 8.2). Without an error code it was successful.
public struct TransferOutcome: Equatable, Sendable {
    /// When it ended.
    public let finalizedAt: Timestamp
    /// ``StatusCode``, or another one that was received.
    public let errorCode: String?
    /// What other transfers had locked, in the smallest unit of the currency; not negative.
    public let totalLockedAmount: Int64?

    /// An outcome with these members.
    public init(finalizedAt: Timestamp, errorCode: String? = nil, totalLockedAmount: Int64? = nil) {
        self.finalizedAt = finalizedAt
        self.errorCode = errorCode
        self.totalLockedAmount = totalLockedAmount
    }

    /// Whether the amount has been transferred.
    public var isSuccessful: Bool { errorCode == nil }

    /// A rejection (CA 9.6, DA 10.6).
    ///
    /// - Parameter isProper: whether the message comes from the sender's own account. `OK` is no proper rejection either.
    public init(_ message: RejectedTransfer, isProper: Bool, at now: Timestamp) {
        if isProper && message.statusCode != StatusCode.ok {
            self.init(finalizedAt: now, errorCode: message.statusCode, totalLockedAmount: message.totalLockedAmount)
        } else {
            self.init(finalizedAt: now, errorCode: StatusCode.unexpectedError)
        }
    }

    /// The end of a transfer that was prepared (CA 9.8, DA 10.7): the whole amount with `OK`, or nothing with an error.
    ///
    /// - Parameter amount: what was to be transferred.
    public init(_ message: FinalizedTransfer, amount: Int64, at now: Timestamp) {
        switch (message.statusCode, message.committedAmount) {
        case (StatusCode.ok, amount):
            self.init(finalizedAt: now)
        case (let code, 0) where code != StatusCode.ok:
            self.init(finalizedAt: now, errorCode: code, totalLockedAmount: message.totalLockedAmount)
        default:
            self.init(finalizedAt: now, errorCode: StatusCode.unexpectedError)
        }
    }
}

extension FinalizeTransfer {
    /// The order that answers a prepared transfer, with its own IDs (CA 9.7, DA 10.5). Without an amount, and so without a note, the
    /// transfer is dismissed.
    public init(answering m: PreparedTransfer, amount: Int64 = 0, noteFormat: String = "", note: String = "", at now: Timestamp) {
        self.init(
            transferNoteFormat: noteFormat, transferNote: note, debtorID: m.debtorID, creditorID: m.creditorID,
            coordinatorType: m.coordinatorType, coordinatorID: m.coordinatorID, coordinatorRequestID: m.coordinatorRequestID,
            transferID: m.transferID, committedAmount: amount, ts: now)
    }
}
