import NodeKit
import SMPProtocol

/// Bodies of the accounts API (CA-API 12).
extension JSONWriter {
    /// CA-API 12.4.
    mutating func account(_ a: Account, now: Timestamp) {
        let key = a.settings.key
        beginObject()
        member("type", "Account")
        member("uri", Path.account(key))
        reference("accountsList", Path.creditor(key.creditor) + "accounts-list")
        self.key("debtor")
        debtorIdentity(key.debtor)
        member("createdAt", a.settings.createdAt)
        version(a.settings.version)
        self.key("config")
        config(key, a.data.config)
        self.key("display")
        display(key, a.settings.display)
        self.key("exchange")
        exchange(key, a.settings.exchange)
        self.key("knowledge")
        knowledge(key, a.settings.knowledge)
        self.key("info")
        info(a.data)
        self.key("ledger")
        ledger(a.data, now: now)
        endObject()
    }

    /// CA-API 12.5.
    mutating func config(_ key: AccountKey, _ c: AccountConfig) {
        beginObject()
        accountPart("AccountConfig", key, "config")
        member("scheduledForDeletion", c.isScheduledForDeletion)
        member("negligibleAmount", c.negligibleAmount)
        member("allowUnsafeDeletion", c.allowUnsafeDeletion)
        member("configData", c.data)
        version(c.version)
        endObject()
    }

    /// CA-API 12.6.
    mutating func display(_ key: AccountKey, _ d: AccountDisplay) {
        beginObject()
        accountPart("AccountDisplay", key, "display")
        member("amountDivisor", d.settings.amountDivisor)
        member("decimalPlaces", d.settings.decimalPlaces)
        member("knownDebtor", d.settings.knownDebtor)
        optionalMember("debtorName", d.settings.debtorName)
        optionalMember("unit", d.settings.unit)
        version(d.version)
        endObject()
    }

    /// CA-API 12.7.
    mutating func exchange(_ key: AccountKey, _ e: AccountExchange) {
        beginObject()
        accountPart("AccountExchange", key, "exchange")
        member("minPrincipal", e.settings.minPrincipal)
        member("maxPrincipal", e.settings.maxPrincipal)
        optionalMember("policy", e.settings.policy)
        if let peg = e.settings.peg {
            self.key("peg")
            beginObject()
            member("type", "CurrencyPeg")
            member("exchangeRate", peg.exchangeRate)
            reference("account", Path.account(AccountKey(creditor: key.creditor, debtor: peg.debtor)))
            endObject()
        }
        version(e.version)
        endObject()
    }

    /// CA-API 12.8: what the client has stored, and our own members, which win.
    mutating func knowledge(_ key: AccountKey, _ k: AccountKnowledge) {
        beginObject()
        accountPart("AccountKnowledge", key, "knowledge")
        for member in KnowledgeDocument.members(of: k.text) {
            self.key(text: member.name)
            value(member.value)
        }
        version(k.version)
        endObject()
    }

    /// CA-API 12.9.
    mutating func info(_ a: AccountData) {
        beginObject()
        accountPart("AccountInfo", a.key, "info")
        member("interestRate", a.info.interestRate)
        member("interestRateChangedAt", a.info.interestRateChangedAt)
        member("noteMaxBytes", a.info.noteMaxBytes)
        member("safeToDelete", a.isDeletionSafe)
        if let uri = SwptURI.write(a.key.debtor, a.info.accountID) { accountIdentity("identity", uri: uri) }
        optionalMember("configError", a.config.error)
        if let iri = a.info.debtorInfo.iri { debtorInfo(iri, a.info.debtorInfo) }
        version(a.info.version)
        endObject()
    }

    private mutating func debtorInfo(_ iri: String, _ d: DebtorInfo) {
        key("debtorInfo")
        beginObject()
        member("type", "DebtorInfo")
        member("iri", iri)
        optionalMember("contentType", d.contentType)
        optionalMember("sha256", d.sha256.map { Hexadecimal.text(of: $0, .upper) })
        endObject()
    }

    /// CA-API 12.10.
    mutating func ledger(_ a: AccountData, now: Timestamp) {
        beginObject()
        accountPart("AccountLedger", a.key, "ledger")
        member("principal", a.ledger.principal)
        member(
            "interest",
            shownInterest(
                principal: a.server.principal, interest: a.server.interest, ratePercent: a.info.interestRate, since: a.server.lastChangeAt,
                now: now))
        member("nextEntryId", a.ledger.nextEntryID)
        key("entries")
        beginObject()
        member("type", "PaginatedList")
        member("itemsType", "LedgerEntry")
        member("first", Path.entries(a.key, before: a.ledger.nextEntryID))
        endObject()
        version(a.ledger.version)
        endObject()
    }

    /// CA-API 12.11.
    mutating func ledgerPage(_ key: AccountKey, _ entries: [LedgerEntry], uri: String, stop: Int64, pageSize: Int) {
        beginObject()
        member("type", "LedgerEntriesPage")
        member("uri", uri)
        self.key("items")
        beginArray()
        for entry in entries { ledgerEntry(entry) }
        endArray()
        if let last = entries.last, entries.count >= pageSize {
            member("next", "?prev=\(last.id)&stop=\(stop)")
        }
        endObject()
    }

    private mutating func ledgerEntry(_ e: LedgerEntry) {
        beginObject()
        member("type", "LedgerEntry")
        reference("ledger", Path.account(e.key) + "ledger")
        member("entryId", e.id)
        member("addedAt", e.addedAt)
        member("acquiredAmount", e.acquiredAmount)
        member("principal", e.principal)
        if let transfer = e.transfer { reference("transfer", Path.committedTransfer(e.key, transfer)) }
        endObject()
    }
}
