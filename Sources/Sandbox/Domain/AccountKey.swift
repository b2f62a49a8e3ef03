import SMPProtocol

/// Names an account: a creditor has at most one with a debtor (AA 1.1). Ordered, so that everything that visits accounts does it in one
/// order.
struct AccountKey: Codable, Hashable, Comparable, Sendable {
    let debtorID: DebtorID
    let creditorID: CreditorID

    init(_ debtorID: DebtorID, _ creditorID: CreditorID) {
        self.debtorID = debtorID
        self.creditorID = creditorID
    }

    /// The key of the debtor's own account (AA 1.2).
    static func root(of debtorID: DebtorID) -> AccountKey { AccountKey(debtorID, .root) }

    var isRoot: Bool { creditorID == .root }

    /// The part of an ID that tells which creditors agent it belongs to (AA 1.3).
    static func subnet(of id: Int64) -> UInt64 { UInt64(bitPattern: id) & 0xFFFF_FF00_0000_0000 }

    /// Whether two IDs are managed by the same agent: equal subnets that are not zero (AA 1.3).
    static func haveSameAgent(_ a: Int64, _ b: Int64) -> Bool {
        subnet(of: a) == subnet(of: b) && subnet(of: a) != 0
    }

    static func < (a: AccountKey, b: AccountKey) -> Bool {
        a.debtorID == b.debtorID ? a.creditorID < b.creditorID : a.debtorID < b.debtorID
    }
}

extension AccountKey: CustomStringConvertible {
    var description: String { "\(debtorID)/\(creditorID)" }
}
