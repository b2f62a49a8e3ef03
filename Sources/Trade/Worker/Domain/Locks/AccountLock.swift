import SMPProtocol

/// That an account takes part in a turn; it pairs with one prepared transfer (TW 7.12).
struct AccountLock: Equatable, Sendable {
    /// A prepared transfer of which this worker knows.
    struct Prepared: Equatable, Sendable {
        let transferID: TransferID
        /// When it was committed or dismissed; nil: not yet.
        var finalizedAt: Timestamp?
    }

    /// The event with which the account was free again, and the state of the ledger that shows it.
    struct Release: Equatable, Sendable {
        let at: Timestamp
        let creationDate: CalendarDate
        let transferNumber: TransferNumber
    }

    let key: AccountKey
    let turn: TurnID
    let requestID: CoordinatorRequestID
    let collector: CreditorID
    let initiatedAt: Timestamp
    /// Negative: sells; positive: buys; 0: nothing is left to be sold. The candidate's amount at first; what may be sold, once prepared;
    /// what is traded, once revised.
    var amount: Int64
    /// An upper bound of what the accounting authority may have locked (TW 23.4).
    var maxLockedAmount: Int64
    var prepared: Prepared?
    /// Only after the prepared transfer was finalized.
    var release: Release?
    var hasBeenRevised = false

    /// The collector deals with itself, without any transfer.
    var isSelfLock: Bool { key.creditor == collector }

    var requestKey: RequestKey { RequestKey(coordinator: key.creditor, request: requestID) }

    /// TW 7.12: the stages, one after the other.
    enum Stage: Equatable, Sendable {
        case initiated
        case prepared(TransferID)
        case settled(TransferID)
        case released
    }

    var stage: Stage {
        guard release == nil else { return .released }
        guard let prepared else { return .initiated }
        return prepared.finalizedAt == nil ? .prepared(prepared.transferID) : .settled(prepared.transferID)
    }

    /// TW 7.12: whether the lock keeps others out who know the account's ledger up to this transfer. A released lock stops doing so as soon
    /// as the transfer that released it is known.
    func isInForce(_ creationDate: CalendarDate, _ lastTransferNumber: TransferNumber) -> Bool {
        guard let release else { return true }
        return (release.creationDate, release.transferNumber) > (creationDate, lastTransferNumber)
    }

    /// TW 16.2, 15.5: nothing has been decided yet about its prepared transfer.
    var openTransferID: TransferID? {
        if case .prepared(let transferID) = stage { transferID } else { nil }
    }
}

/// What a creditor does in a turn, as the solver decided (TW 7.13).
struct CreditorParticipation: Equatable, Sendable {
    let key: ParticipationKey
    /// Negative: is taken; greater than 1: is given.
    let amount: Int64
    let collector: CreditorID
}
