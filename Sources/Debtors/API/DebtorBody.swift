import SMPProtocol

// The representations of debtors (DA-API 5.1 – 5.3). Links are path-absolute references.

extension DebtorID {
    /// `/debtors/123`, what all paths of a debtor begin with.
    var path: String { "/debtors/\(unsignedText)" }
}

extension JSONWriter {
    /// An `ObjectReference`: an object with nothing but a URI.
    mutating func reference(_ name: StaticString, _ uri: String) {
        key(name)
        reference(uri)
    }

    mutating func reference(_ uri: String) {
        beginObject()
        member("uri", uri)
        endObject()
    }

    /// An `AccountIdentity`.
    mutating func account(_ name: StaticString, uri: String) {
        key(name)
        beginObject()
        member("type", "AccountIdentity")
        member("uri", uri)
        endObject()
    }

    /// DA-API 5.1
    mutating func config(_ debtor: Debtor) {
        let path = debtor.id.path
        beginObject()
        member("type", "DebtorConfig")
        member("uri", path + "/config")
        reference("debtor", path + "/")
        member("configData", debtor.configuration.data)
        member("latestUpdateId", debtor.configuration.latestUpdateID)
        member("latestUpdateAt", debtor.configuration.lastTs)
        endObject()
    }

    /// DA-API 5.2
    mutating func debtor(_ debtor: Debtor) {
        let path = debtor.id.path
        beginObject()
        member("type", "Debtor")
        member("uri", path + "/")
        key("identity")
        beginObject()
        member("type", "DebtorIdentity")
        member("uri", SwptURI.write(debtor.id))
        endObject()
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
        if let error = debtor.configuration.error { member("configError", error) }
        if let uri = SwptURI.write(debtor.id, debtor.account.accountID) { account("account", uri: uri) }
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
