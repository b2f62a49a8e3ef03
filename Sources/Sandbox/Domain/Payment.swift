import SMPProtocol

/// A committed amount that goes from one account to another of the same currency (AA 7).
public struct Payment: Codable, Hashable, Sendable {
    public let debtorID: DebtorID
    public let sender: CreditorID
    public let recipient: CreditorID
    /// Positive.
    public let amount: Int64
    public let coordinatorType: CoordinatorType
    public let note: String
    public let noteFormat: String
    public let committedAt: Timestamp

    var senderKey: AccountKey { AccountKey(debtorID, sender) }
    var recipientKey: AccountKey { AccountKey(debtorID, recipient) }
}

/// A payment that one of its two parties does not have in its balance yet (AA 3.3).
public struct PaymentInFlight: Codable, Hashable, Sendable {
    public let payment: Payment
    /// Which of the two: the recipient; or, when the authority itself takes money from the root account, the sender.
    public let target: AccountKey
    public let dueAt: Timestamp

    /// What the balance of the target will change by.
    public var amount: Int64 { target.creditorID == payment.recipient ? payment.amount : -payment.amount }
}

extension CoordinatorType {
    /// Interest that the authority pays or takes (AA 7.4).
    public static let interest = CoordinatorType(rawValue: "interest")!
    /// The rest of a deleted account (AA 7.4).
    public static let delete = CoordinatorType(rawValue: "delete")!
}
