import Demo
import SMPProtocol

/// How much of a currency somebody wants to have: the bounds of an exchange policy.
struct Wish: Hashable, Sendable {
    var minimum = Int64.min
    var maximum = Int64.max

    /// What is to be given up of a balance.
    func offered(of balance: Int64) -> Int64 { balance > maximum ? balance - maximum : 0 }

    /// What is missing.
    func wanted(with balance: Int64) -> Int64 { balance < minimum ? minimum - balance : 0 }
}

/// Money that the accounting authority has moved.
struct MoneyTransfer: Hashable, Sendable {
    let debtor: DebtorID
    let sender: CreditorID
    let recipient: CreditorID
    let amount: Int64
    /// What the trade service says of its own transfers; nil: somebody else's.
    var note: AgentTransferNote?

    var from: Holdings.Account { Holdings.Account(debtor, sender) }
    var to: Holdings.Account { Holdings.Account(debtor, recipient) }
}

extension Holdings.Account {
    /// For people who read what is wrong.
    var name: String { "\(creditor.unsignedText) in \(debtor.unsignedText)" }
}
