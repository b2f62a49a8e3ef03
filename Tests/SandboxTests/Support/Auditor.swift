import SMPProtocol

@testable import Sandbox

/// Looks at everything that the authority says, as a suspicious peer would, and at the books (AA 13). It has a ledger of its own, made from the
/// committed payments alone.
struct Auditor {
    private(set) var complaints: [String] = []
    private var principals: [AccountKey: Int64] = [:]
    private var lastUpdates: [AccountKey: AccountUpdate] = [:]
    private var lastTransfers: [AccountKey: AccountTransfer] = [:]
    private var purgedOn: [AccountKey: CalendarDate] = [:]
    private var lastTransferIDs: [AccountKey: TransferID] = [:]
    private var finalized: Set<TransferLock.Key> = []

    mutating func complain(_ text: String) {
        if complaints.count < 10 { complaints.append(text) }
    }

    /// - Parameter payments: what the step has committed.
    mutating func observe(_ emissions: [Emission], _ payments: [Payment], _ book: Book) {
        var announced: [AccountKey: [AccountTransfer]] = [:]
        for emission in emissions {
            validate(emission.message)
            switch emission {
            case .accountUpdate(let message): observe(message, book)
            case .accountTransfer(let message):
                announced[AccountKey(message.debtorID, message.creditorID), default: []].append(message)
                observe(message)
            case .accountPurge(let message): observe(message)
            case .preparedTransfer(let message): observe(message)
            case .finalizedTransfer(let message): observe(message, book)
            case .rejectedConfig, .rejectedTransfer: break
            }
        }
        settle(payments, announced)
        compare(book)
    }

    /// 13.12
    private mutating func validate<Message: AccountMessage>(_ message: Message) {
        do {
            let body = try message.validatedBody()
            if try Message(json: body) != message { complain("\(message) is not what its body says") }
        } catch {
            complain("\(message): \(error)")
        }
    }

    /// 13.6, 13.11
    private mutating func observe(_ message: AccountUpdate, _ book: Book) {
        let key = AccountKey(message.debtorID, message.creditorID)
        checkLife(key, message.creationDate)
        defer { lastUpdates[key] = message }
        if key.isRoot && (message.interest != 0 || message.interestRate != 0 || message.debtorInfoIRI != "") { complain("\(message) of a root account") }
        if message.lastTransferNumber != lastTransfers[key]?.transferNumber ?? 0 { complain("\(message) has a wrong transfer number") }
        guard var last = lastUpdates[key], last.creationDate == message.creationDate else { return }
        if last.accountID != message.accountID { complain("the identity of \(key) has changed") }
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
    private mutating func observe(_ message: AccountTransfer) {
        let key = AccountKey(message.debtorID, message.creditorID)
        checkLife(key, message.creationDate)
        if key.isRoot { complain("\(message) of a root account") }
        let last = lastTransfers[key]?.creationDate == message.creationDate ? lastTransfers[key]?.transferNumber.rawValue ?? 0 : 0
        if message.previousTransferNumber.rawValue != last || message.transferNumber.rawValue != last + 1 { complain("\(message) does not follow \(last)") }
        lastTransfers[key] = message
    }

    private mutating func checkLife(_ key: AccountKey, _ creationDate: CalendarDate) {
        if let date = purgedOn[key], creationDate <= date { complain("\(key) of \(creationDate) was purged") }
    }

    private mutating func observe(_ message: AccountPurge) {
        let key = AccountKey(message.debtorID, message.creditorID)
        checkLife(key, message.creationDate)
        purgedOn[key] = message.creationDate
        lastUpdates[key] = nil
        lastTransfers[key] = nil
        lastTransferIDs[key] = nil
    }

    /// 13.4; a reminder has a known ID.
    private mutating func observe(_ message: PreparedTransfer) {
        let key = AccountKey(message.debtorID, message.creditorID)
        if finalized.contains(.init(account: key, transferID: message.transferID)) { complain("\(message) is finalized already") }
        lastTransferIDs[key] = max(lastTransferIDs[key] ?? 0, message.transferID)
    }

    /// 13.10
    private mutating func observe(_ message: FinalizedTransfer, _ book: Book) {
        let key = TransferLock.Key(account: AccountKey(message.debtorID, message.creditorID), transferID: message.transferID)
        if !finalized.insert(key).inserted { complain("\(message) comes twice") }
        if message.statusCode != "OK" && message.committedAmount != 0 { complain("\(message) commits and fails") }
        if book.locks[key] != nil { complain("\(message) left its lock") }
    }

    /// Every payment changes two balances, and is announced where it should be, with the right balance.
    private mutating func settle(_ payments: [Payment], _ announced: [AccountKey: [AccountTransfer]]) {
        var announced = announced
        for payment in payments {
            for (key, amount) in [(payment.senderKey, -payment.amount), (payment.recipientKey, payment.amount)] {
                principals[key, default: 0] += amount
                guard let first = announced[key]?.first, first.acquiredAmount == amount else { continue }
                if first.principal != principals[key, default: 0] { complain("\(first): the balance is \(principals[key, default: 0])") }
                announced[key]?.removeFirst()
            }
        }
        for rest in announced.values.flatMap(\.self) { complain("nobody paid \(rest)") }
    }

    /// 13.1, 13.2, 13.3, 13.7
    private mutating func compare(_ book: Book) {
        complaints += book.violations
        for debtorID in book.debtorIDs {
            if let violation = book.violation(of: debtorID) { complain(violation) }
        }
        for account in book.accounts.values where account.principal != principals[account.key, default: 0] {
            complain("\(account.key) has \(account.principal), but was paid \(principals[account.key, default: 0])")
        }
    }
}
