import SMPProtocol

/// A creditor's own row (CA 4.1). Every change of anything that belongs to a creditor is made while its row is locked, so the row
/// also serves as the lock of its log, its accounts and its transfers.
struct Creditor: Equatable, Sendable {
    /// CA 5: absent → reserved → active → deactivated → absent. The raw values are the two status flags of CA 4.1.
    enum Status: Int16, Sendable {
        case reserved = 0
        case active = 1
        case deactivated = 3
    }

    let id: CreditorID
    var status: Status
    let createdAt: Timestamp
    let reservationID: Int64
    /// The version of the `Creditor` and `Wallet` objects. Nothing changes it.
    let version: Version
    /// The largest log entry ID given out.
    var lastLogEntryID: Int64
    /// The largest ledger entry ID of deleted accounts (CA 6.7).
    var largestHistoricLedgerEntryID: Int64
    var accountsList: Version
    var transfersList: Version
    var deactivationDate: CalendarDate?
    var usage: Usage

    var isActive: Bool { status == .active }
}
