import SMPProtocol

/// The object that a log entry is about (CA 11.2).
enum LogObject: Hashable, Sendable {
    case transfer(TransferUUID)
    case transfersList
    case committedTransfer(DebtorID, CalendarDate, TransferNumber)
    case accountLedger(DebtorID)
    case account(DebtorID)
    case accountsList
    case accountConfig(DebtorID)
    case accountInfo(DebtorID)
    case accountDisplay(DebtorID)
    case accountExchange(DebtorID)
    case accountKnowledge(DebtorID)
    case pinInfo
    /// A row that no version of this node can have written: shown as type `object` with an empty URI (CA-API 11.5).
    case damaged
}

/// What a log entry tells about the object's new state (CA-API 11.5).
enum LogData: Equatable, Sendable {
    case ledger(principal: Int64, nextEntryID: Int64)
    case finalized(at: Timestamp, errorCode: String?)
}

/// CA 4.4: one entry in the log of a creditor.
struct LogEntry: Equatable, Sendable {
    let creditor: CreditorID
    let id: Int64
    /// The moment of the change.
    let addedAt: Timestamp
    let object: LogObject
    let updateID: UpdateID?
    let isDeleted: Bool
    let data: LogData?
}

/// A page of a log, and where the log ends.
struct LogPage: Equatable, Sendable {
    var entries: [LogEntry] = []
    var lastEntryID: Int64
}

extension Creditor {
    /// CA 11.1: gives the next entry ID to an entry. Entries are consecutive because the creditor's row is locked.
    mutating func log(
        _ object: LogObject, updateID: UpdateID?, deleted: Bool = false, data: LogData? = nil, at now: Timestamp, effects: inout Effects
    ) {
        precondition(!deleted || data == nil, "a deleted object has no data")
        lastLogEntryID += 1
        effects.log.append(
            LogEntry(
                creditor: id, id: lastLogEntryID, addedAt: now, object: object, updateID: updateID, isDeleted: deleted, data: data))
    }

    /// CA 11.3 step 3: an entry about a transfer. The creation and the deletion of a transfer change the list of transfers too.
    mutating func logTransfer(
        _ uuid: TransferUUID, updateID: UpdateID?, deleted: Bool = false, data: LogData? = nil, at now: Timestamp, effects: inout Effects
    ) {
        log(.transfer(uuid), updateID: updateID, deleted: deleted, data: data, at: now, effects: &effects)
        guard deleted || updateID == 1 else { return }
        transfersList.bump(at: now)
        log(.transfersList, updateID: transfersList.id, at: now, effects: &effects)
    }
}
