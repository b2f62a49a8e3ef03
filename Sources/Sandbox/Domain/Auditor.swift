import SMPProtocol

/// Looks at everything that the authority says, as a suspicious peer would (AA 13.4 to 13.7, 13.10, 13.11). What it complains of is a
/// mistake of the sandbox itself.
struct Auditor: Sendable {
    private var lastUpdates: [AccountKey: AccountUpdate] = [:]
    private var lastNumbers: [AccountKey: TransferNumber] = [:]
    private var lastTransferIDs: [AccountKey: TransferID] = [:]
    /// Prepared, and not finalized.
    private var open: Set<TransferLock.Key> = []
    private var complaints: [String] = []

    init() {}

    /// For books that have a past.
    init(_ book: Book) {
        for account in book.accounts.values {
            lastNumbers[account.key] = account.lastTransferNumber
            lastTransferIDs[account.key] = account.lastTransferID
        }
        open = Set(book.locks.keys)
    }

    /// - Parameters:
    ///   - emissions: what the authority has said since the last call.
    ///   - book: its books afterwards.
    /// - Returns: complaints.
    mutating func observe(_ emissions: [Emission], _ book: Book) -> [String] {
        for emission in emissions {
            switch emission {
            case .accountUpdate(let message): observe(message, book)
            case .accountTransfer(let message): observe(message, book)
            case .accountPurge(let message): observe(message, book)
            case .preparedTransfer(let message): observe(message)
            case .finalizedTransfer(let message): observe(message, book)
            case .rejectedConfig, .rejectedTransfer: break
            }
        }
        defer { complaints = [] }
        return complaints
    }

    private mutating func complain(_ text: String) { complaints.append(text) }

    /// 13.6, 13.7, 13.11
    private mutating func observe(_ message: AccountUpdate, _ book: Book) {
        let key = AccountKey(message.debtorID, message.creditorID)
        checkLife(key, message.creationDate, book)
        defer { lastUpdates[key] = message }
        if key.isRoot && (message.interest != 0 || message.interestRate != 0 || message.debtorInfoIRI != "") {
            complain("\(message) of a root account")
        }
        if message.lastTransferNumber != lastNumbers[key] ?? 0 { complain("\(message) has a wrong transfer number") }
        guard var last = lastUpdates[key], last.creationDate == message.creationDate else { return }
        if last.accountID != message.accountID && !last.accountID.isEmpty { complain("the identity of \(key) has changed") }
        if message.lastInterestRateChangeTs < last.lastInterestRateChangeTs || message.lastConfigTs < last.lastConfigTs {
            complain("something in \(message) goes back")
        }
        last.ts = message.ts
        let isLater =
            message.lastChangeTs > last.lastChangeTs
            || message.lastChangeTs == last.lastChangeTs && message.lastChangeSeqnum.isLater(than: last.lastChangeSeqnum)
        if last != message && !isLater { complain("\(message) is not later than \(last)") }
    }

    /// 13.5
    private mutating func observe(_ message: AccountTransfer, _ book: Book) {
        let key = AccountKey(message.debtorID, message.creditorID)
        checkLife(key, message.creationDate, book)
        if key.isRoot { complain("\(message) of a root account") }
        let last = lastNumbers[key] ?? 0
        let isFirstOfDay = last == 0 && book.rules.numbersTransfersByDay
        let next = isFirstOfDay ? Int64(message.creationDate.rawValue) << 40 + 1 : last.rawValue + 1 + book.rules.transferNumberGap
        if message.previousTransferNumber != last || message.transferNumber.rawValue != next {
            complain("\(message) does not follow \(last)")
        }
        lastNumbers[key] = message.transferNumber
    }

    private mutating func checkLife(_ key: AccountKey, _ creationDate: CalendarDate, _ book: Book) {
        if let purged = book.purged[key], creationDate <= purged.creationDate { complain("\(key) of \(creationDate) was purged") }
    }

    private mutating func observe(_ message: AccountPurge, _ book: Book) {
        let key = AccountKey(message.debtorID, message.creditorID)
        if book.accounts[key]?.creationDate == message.creationDate { complain("\(message), but the account is there") }
        lastUpdates[key] = nil
        lastNumbers[key] = nil
        lastTransferIDs[key] = nil
    }

    /// 13.4; a reminder has a known ID.
    private mutating func observe(_ message: PreparedTransfer) {
        let key = TransferLock.Key(account: AccountKey(message.debtorID, message.creditorID), transferID: message.transferID)
        guard !open.contains(key) else { return }
        if let last = lastTransferIDs[key.account], message.transferID <= last { complain("\(message) has the ID of an earlier transfer") }
        lastTransferIDs[key.account] = message.transferID
        open.insert(key)
    }

    /// 13.10
    private mutating func observe(_ message: FinalizedTransfer, _ book: Book) {
        let key = TransferLock.Key(account: AccountKey(message.debtorID, message.creditorID), transferID: message.transferID)
        if open.remove(key) == nil { complain("\(message) finalizes what is not prepared") }
        if message.statusCode != StatusCode.ok && message.committedAmount != 0 { complain("\(message) commits and fails") }
        if book.locks[key] != nil { complain("\(message) left its lock") }
    }
}
