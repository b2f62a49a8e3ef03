import NodeKit
import SMPProtocol

/// Bodies of the creditors API (CA-API 10, 11).
extension JSONWriter {
    /// CA-API 11.2.
    mutating func creditor(_ c: Creditor) {
        beginObject()
        member("type", "Creditor")
        member("uri", Path.creditor(c.id))
        reference("wallet", Path.creditor(c.id) + "wallet")
        member("createdAt", c.createdAt)
        version(c.version)
        endObject()
    }

    /// CA-API 10.1.
    mutating func reservation(_ c: Creditor, retentionMicroseconds: Int64) {
        beginObject()
        member("type", "CreditorReservation")
        member("createdAt", c.createdAt)
        member("reservationId", String(c.reservationID))
        member("creditorId", String(c.id.unsigned))
        member("validUntil", c.createdAt.adding(microseconds: retentionMicroseconds))
        endObject()
    }

    /// CA-API 11.3.
    mutating func wallet(_ id: CreditorID, lastLogEntryID: Int64, logRetentionDays: Int64, requiresPIN: Bool) {
        let root = Path.creditor(id)
        beginObject()
        member("type", "Wallet")
        member("uri", root + "wallet")
        reference("creditor", root)
        reference("accountsList", root + "accounts-list")
        reference("transfersList", root + "transfers-list")
        reference("createAccount", root + "accounts/")
        reference("createTransfer", root + "transfers/")
        reference("accountLookup", root + "account-lookup")
        reference("debtorLookup", root + "debtor-lookup")
        reference("pinInfo", root + "pin")
        key("log")
        beginObject()
        member("type", "PaginatedStream")
        member("itemsType", "LogEntry")
        member("first", root + "log")
        member("forthcoming", "\(root)log?prev=\(lastLogEntryID)")
        endObject()
        member("logLatestEntryId", lastLogEntryID)
        member("logRetentionDays", logRetentionDays)
        member("requirePin", requiresPIN)
        endObject()
    }

    /// CA-API 11.4.
    mutating func pinInfo(_ id: CreditorID, _ pin: Pin) {
        beginObject()
        member("type", "PinInfo")
        member("uri", Path.creditor(id) + "pin")
        reference("wallet", Path.creditor(id) + "wallet")
        member("status", pin.status.text)
        version(pin.version)
        endObject()
    }

    /// CA-API 11.6, 11.7: the list of accounts or of transfers.
    mutating func list(_ type: String, _ id: CreditorID, uri: String, first: String, _ listVersion: Version) {
        beginObject()
        member("type", type)
        member("uri", uri)
        reference("wallet", Path.creditor(id) + "wallet")
        member("itemsType", "ObjectReference")
        member("first", first)
        version(listVersion)
        endObject()
    }

    /// CA-API 11.5.
    mutating func logPage(_ creditor: CreditorID, _ page: LogPage, uri: String, pageSize: Int) {
        beginObject()
        member("type", "LogEntriesPage")
        member("uri", uri)
        key("items")
        beginArray()
        for entry in page.entries { logEntry(entry) }
        endArray()
        if let last = page.entries.last, page.entries.count >= pageSize {
            member("next", "?prev=\(last.id)")
        } else {
            member("forthcoming", "?prev=\(page.lastEntryID)")
        }
        endObject()
    }

    private mutating func logEntry(_ e: LogEntry) {
        beginObject()
        member("type", "LogEntry")
        member("entryId", e.id)
        member("addedAt", e.addedAt)
        member("objectType", e.object.typeName)
        reference("object", Path.object(e.object, of: e.creditor))
        if let updateID = e.updateID { member("objectUpdateId", updateID) }
        member("deleted", e.isDeleted)
        if let data = e.data, !e.isDeleted { logData(data, e) }
        endObject()
    }

    private mutating func logData(_ data: LogData, _ e: LogEntry) {
        key("data")
        beginObject()
        switch data {
        case .ledger(let principal, let nextEntryID):
            member("principal", principal)
            member("nextEntryId", nextEntryID)
            if case .accountLedger(let debtor) = e.object {
                member("firstPage", Path.entries(AccountKey(creditor: e.creditor, debtor: debtor), before: nextEntryID))
            }
        case .finalized(let at, let errorCode):
            member("finalizedAt", at)
            optionalMember("errorCode", errorCode)
        }
        endObject()
    }
}

extension Pin.Status {
    var text: String {
        switch self {
        case .off: "off"
        case .on: "on"
        case .blocked: "blocked"
        }
    }

    init?(text: String) {
        switch text {
        case "off": self = .off
        case "on": self = .on
        case "blocked": self = .blocked
        default: return nil
        }
    }
}
