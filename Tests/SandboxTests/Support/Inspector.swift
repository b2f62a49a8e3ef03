import SMPProtocol

@testable import Sandbox

/// Looks at everything that the authority says and at the books (AA 13), like its own auditor and further: it reads every body again, and
/// has a ledger of its own, made from the committed payments alone.
struct Inspector {
    private(set) var complaints: [String] = []
    private var principals: [AccountKey: Int64] = [:]
    private var auditor = Auditor()

    mutating func complain(_ text: String) {
        if complaints.count < 10 { complaints.append(text) }
    }

    /// - Parameter payments: what the step has committed.
    mutating func observe(_ emissions: [Emission], _ payments: [Payment], _ book: Book) {
        for complaint in auditor.observe(emissions, book) { complain(complaint) }
        var announced: [AccountKey: [AccountTransfer]] = [:]
        for emission in emissions {
            validate(emission.message)
            guard case .accountTransfer(let message) = emission else { continue }
            announced[AccountKey(message.debtorID, message.creditorID), default: []].append(message)
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

    /// Other books with the same past.
    mutating func changeBooks(_ book: Book) { auditor = Auditor(book) }

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
