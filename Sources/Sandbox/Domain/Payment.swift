import SMPProtocol

/// A committed amount that goes from one account to another of the same currency (AA 7).
struct Payment: Codable, Hashable, Sendable {
    let debtorID: DebtorID
    let sender: CreditorID
    let recipient: CreditorID
    /// Positive.
    let amount: Int64
    let coordinatorType: CoordinatorType
    let note: String
    let noteFormat: String
    let committedAt: Timestamp

    var senderKey: AccountKey { AccountKey(debtorID, sender) }
    var recipientKey: AccountKey { AccountKey(debtorID, recipient) }
}

/// A payment that one of its two parties does not have in its balance yet (AA 3.3).
struct PaymentInFlight: Codable, Hashable, Sendable {
    let payment: Payment
    /// Which of the two: the recipient; or, when the authority itself takes money from the root account, the sender.
    let target: AccountKey
    let dueAt: Timestamp

    /// What the balance of the target will change by.
    var amount: Int64 { target.creditorID == payment.recipient ? payment.amount : -payment.amount }
}

extension CoordinatorType {
    /// Interest that the authority pays or takes (AA 7.4).
    static let interest = CoordinatorType(rawValue: "interest")!
    /// The rest of a deleted account (AA 7.4).
    static let delete = CoordinatorType(rawValue: "delete")!
}
