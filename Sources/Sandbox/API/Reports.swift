import NodeKit
import SMPProtocol

// What is in the books.

extension SandboxAPI {
    var reportEndpoints: [Endpoint] {
        [
            Endpoint(
                method: .get, path: "/accounts",
                summary: "All accounts, or those of ?debtorId= (and &creditorId=), with their balances now",
                handler: getAccounts),
            Endpoint(
                method: .get, path: "/transfers",
                summary: "Prepared transfers, those on their way, and the last 10,000 committed ones, of all or of ?debtorId=",
                handler: getTransfers),
            Endpoint(
                method: .get, path: "/totals",
                summary: "Sums for each currency, counters, and what is wrong with the books (hopefully nothing)", handler: getTotals),
        ]
    }

    private func getAccounts(_ request: APIRequest) async throws -> APIResponse {
        let selection = try request.decodeQuery { $0.selection() }
        let report = await authority.report()
        return .json { json in
            json.beginObject()
            json.key("accounts")
            json.beginArray()
            for account in report.book.keys(selection).compactMap({ report.book.accounts[$0] }) {
                json.value(account, rules: report.book.rules, now: report.now)
            }
            json.endArray()
            json.endObject()
        }
    }

    private func getTransfers(_ request: APIRequest) async throws -> APIResponse {
        let selection = try request.decodeQuery { $0.selection() }
        let report = await authority.report()
        return .json { json in
            json.beginObject()
            json.key("prepared")
            json.beginArray()
            for lock in report.book.lockKeys(selection).compactMap({ report.book.locks[$0] }) { json.value(lock) }
            json.endArray()
            json.key("inFlight")
            json.beginArray()
            for payment in report.book.inFlight where selection.contains(payment.target) { json.value(payment.payment) }
            json.endArray()
            json.key("committed")
            json.beginArray()
            for payment in report.payments where selection.contains(payment.senderKey) || selection.contains(payment.recipientKey) {
                json.value(payment)
            }
            json.endArray()
            json.endObject()
        }
    }

    private func getTotals(_ request: APIRequest) async throws -> APIResponse {
        let report = await authority.report()
        return .json { json in
            json.beginObject()
            json.key("debtors")
            json.beginArray()
            for debtorID in report.book.debtorIDs { json.value(report.book.totals(of: debtorID)) }
            json.endArray()
            json.member("isConserved", report.book.problems.isEmpty)
            json.key("violations")
            json.beginArray()
            for problem in report.book.problems { json.value(problem) }
            json.endArray()
            json.member("waitingMessages", report.waitingMessages)
            json.member("undeliverableMessages", report.undeliverableMessages)
            json.member("refusedMessages", report.counters.refused)
            json.counts("received", report.counters.received)
            json.counts("sent", report.counters.sent)
            json.member("ledgerTime", report.now)
            json.member("clockOffsetSeconds", report.offsetSeconds)
            json.endObject()
        }
    }
}

/// Sums over one currency.
struct Totals: Hashable, Sendable {
    let debtorID: DebtorID
    /// Tombstones not counted.
    var accounts = 0
    /// Over all accounts, the root account and what is on its way included: always 0.
    var balance = Int128(0)
    /// What the creditors have, what is on its way to them included.
    var held = Int128(0)
    var rootPrincipal: Int64 = 0
    var locked = Int128(0)
    var preparedTransfers = 0
    var inFlight = Int128(0)
}

extension Book {
    func totals(of debtorID: DebtorID) -> Totals {
        var totals = Totals(debtorID: debtorID)
        for account in keys(.debtor(debtorID)).compactMap({ accounts[$0] }) {
            totals.balance += Int128(account.principal)
            if account.key.isRoot { totals.rootPrincipal = account.principal } else { totals.held += Int128(account.principal) }
            totals.locked += Int128(account.totalLockedAmount)
            totals.preparedTransfers += Int(account.pendingTransfersCount)
            if !account.isDeleted { totals.accounts += 1 }
        }
        for payment in inFlight where payment.target.debtorID == debtorID {
            totals.inFlight += Int128(payment.payment.amount)
            totals.balance += Int128(payment.amount)
            if !payment.target.isRoot { totals.held += Int128(payment.amount) }
        }
        return totals
    }

    /// What was ever wrong, and what is wrong now, with every account looked at.
    var problems: [String] { violations + debtorIDs.compactMap(violation).filter { !violations.contains($0) } }
}

extension JSONWriter {
    fileprivate mutating func value(_ account: Account, rules: AuthorityRules, now: Timestamp) {
        beginObject()
        member("debtorId", account.key.debtorID.unsignedText)
        member("creditorId", account.key.creditorID.unsignedText)
        member("accountId", rules.accountID(of: account.key.creditorID))
        member("creationDate", account.creationDate)
        member("principal", account.principal)
        member("interest", account.accumulatedInterest(at: now))
        member("balance", account.balance(at: now))
        member("availableAmount", account.availableAmount(at: now))
        member("lockedAmount", account.totalLockedAmount)
        member("preparedTransfers", account.pendingTransfersCount)
        member("interestRate", account.interestRate)
        member("negligibleAmount", account.negligibleAmount)
        member("configFlags", account.configFlags)
        member("configData", account.configData)
        member("debtorInfoIri", account.debtorInfo?.iri)
        member("lastTransferNumber", account.lastTransferNumber)
        member("lastChangeTs", account.lastChangeTs)
        member("lastChangeSeqnum", account.lastChangeSeqnum)
        member("isScheduledForDeletion", account.isScheduledForDeletion)
        member("isDeleted", account.isDeleted)
        endObject()
    }

    fileprivate mutating func value(_ lock: TransferLock) {
        beginObject()
        member("debtorId", lock.key.account.debtorID.unsignedText)
        member("senderId", lock.key.account.creditorID.unsignedText)
        member("recipientId", lock.recipient.unsignedText)
        member("transferId", lock.key.transferID)
        member("coordinatorType", lock.coordinator.type)
        member("coordinatorId", lock.coordinator.id.unsignedText)
        member("coordinatorRequestId", lock.coordinator.requestID)
        member("lockedAmount", lock.lockedAmount)
        member("preparedAt", lock.preparedAt)
        member("deadline", lock.deadline)
        endObject()
    }

    fileprivate mutating func value(_ payment: Payment) {
        beginObject()
        member("debtorId", payment.debtorID.unsignedText)
        member("senderId", payment.sender.unsignedText)
        member("recipientId", payment.recipient.unsignedText)
        member("amount", payment.amount)
        member("coordinatorType", payment.coordinatorType)
        member("note", payment.note)
        member("noteFormat", payment.noteFormat)
        member("committedAt", payment.committedAt)
        endObject()
    }

    fileprivate mutating func value(_ totals: Totals) {
        beginObject()
        member("debtorId", totals.debtorID.unsignedText)
        member("accounts", totals.accounts)
        key("balance")
        raw("\(totals.balance)")
        key("held")
        raw("\(totals.held)")
        member("rootPrincipal", totals.rootPrincipal)
        key("locked")
        raw("\(totals.locked)")
        member("preparedTransfers", totals.preparedTransfers)
        key("inFlight")
        raw("\(totals.inFlight)")
        endObject()
    }

    fileprivate mutating func counts(_ name: StaticString, _ counts: [MessageKind: Int]) {
        key(name)
        beginObject()
        for (kind, count) in counts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            key(text: kind.typeName)
            value(count)
        }
        endObject()
    }
}
