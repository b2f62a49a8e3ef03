import SMPProtocol

/// CA 4.3: one line of a ledger.
struct LedgerEntry: Equatable, Sendable {
    let key: AccountKey
    let id: Int64
    /// Absent in a correcting entry.
    let transfer: TransferKey?
    let acquiredAmount: Int64
    /// After this entry.
    let principal: Int64
    let addedAt: Timestamp
}

/// A transfer of one account: the day on which its server account was created, and its number.
struct TransferKey: Hashable, Sendable {
    let creationDate: CalendarDate
    let number: TransferNumber
}

/// CA 4.3: a transfer that the accounting authority has reported.
struct CommittedTransfer: Equatable, Sendable {
    let key: AccountKey
    let transfer: TransferKey
    let link: ChainLink
    let coordinatorType: CoordinatorType
    let sender: AccountID
    let recipient: AccountID
    let noteFormat: String
    let note: String
}

/// What the ledger needs to know about a committed transfer.
struct ChainLink: Equatable, Sendable {
    let number: TransferNumber
    let previous: TransferNumber
    let acquiredAmount: Int64
    let principal: Int64
    let committedAt: Timestamp
}
