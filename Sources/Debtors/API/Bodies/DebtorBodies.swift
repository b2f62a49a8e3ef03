import NodeKit
import SMPProtocol

// The representations of debtors (DA-API 5.1 – 5.3). Links are path-absolute references.

extension DebtorID {
    /// `/debtors/123`, what all paths of a debtor begin with.
    var path: String { "/debtors/\(unsignedText)" }
}

extension JSONWriter {
    /// DA-API 5.1
    mutating func config(_ debtor: Debtor) {
        let path = debtor.id.path
        beginObject()
        member("type", "DebtorConfig")
        member("uri", path + "/config")
        reference("debtor", path + "/")
        member("configData", debtor.configuration.data)
        latestUpdate(debtor.configuration.latestUpdateID, at: debtor.configuration.lastTs)
        endObject()
    }

    /// DA-API 5.2
    mutating func debtor(_ debtor: Debtor) {
        let path = debtor.id.path
        beginObject()
        member("type", "Debtor")
        member("uri", path + "/")
        key("identity")
        debtorIdentity(debtor.id)
        key("config")
        config(debtor)
        reference("transfersList", path + "/transfers/")
        reference("createTransfer", path + "/transfers/")
        reference("saveDocument", path + "/documents/")
        reference("publicInfoDocument", path + "/public")
        member("createdAt", debtor.createdAt)
        member("balance", debtor.account.balance)
        member("minBalance", debtor.minBalance)
        member("noteMaxBytes", debtor.account.transferNoteMaxBytes)
        optionalMember("configError", debtor.configuration.error)
        if let uri = SwptURI.write(debtor.id, debtor.account.accountID) { accountIdentity("account", uri: uri) }
        endObject()
    }

    /// DA-API 5.3
    mutating func reservation(_ debtor: Debtor, lifetimeDays: Double) {
        beginObject()
        member("type", "DebtorReservation")
        member("createdAt", debtor.createdAt)
        member("reservationId", debtor.reservationID.text)
        member("debtorId", debtor.id.unsignedText)
        member("validUntil", debtor.createdAt.adding(microseconds: Int64(lifetimeDays * 86400e6)))
        endObject()
    }
}
