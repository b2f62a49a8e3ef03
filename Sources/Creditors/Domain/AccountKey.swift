import SMPProtocol

/// An account of a creditor with a debtor (CA 1.1). Ordered by creditor, then debtor, both signed: the order in which rows are
/// locked and listed.
struct AccountKey: Hashable, Comparable, Sendable {
    let creditor: CreditorID
    let debtor: DebtorID

    static func < (a: AccountKey, b: AccountKey) -> Bool {
        a.creditor == b.creditor ? a.debtor.rawValue < b.debtor.rawValue : a.creditor.rawValue < b.creditor.rawValue
    }
}

extension UpdateID {
    var next: UpdateID { UpdateID(rawValue + 1) }
}

/// Which state of an object a client has seen: `latestUpdateId` and `latestUpdateAt` (CA-API 6.8, CA 12).
struct Version: Equatable, Sendable {
    var id: UpdateID
    var at: Timestamp

    init(id: UpdateID, at: Timestamp) {
        precondition(id > 0, "an update ID is positive")
        self.id = id
        self.at = at
    }

    /// The next state, changed now.
    mutating func bump(at now: Timestamp) {
        self = Version(id: id.next, at: now)
    }
}
