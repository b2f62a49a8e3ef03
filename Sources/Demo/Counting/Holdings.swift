public import SMPProtocol

/// How much of some currencies everybody has, as one place says it. Tokens; an issuer (the root account) has minus what is in circulation.
public struct Holdings: Hashable, Sendable {
    /// Somebody's account in a currency.
    public struct Account: Hashable, Comparable, Sendable {
        /// Whose money it is.
        public let debtor: DebtorID
        /// Who holds it.
        public let creditor: CreditorID

        /// An account.
        public init(_ debtor: DebtorID, _ creditor: CreditorID) {
            self.debtor = debtor
            self.creditor = creditor
        }

        public static func < (a: Account, b: Account) -> Bool { (a.debtor, a.creditor) < (b.debtor, b.creditor) }
    }

    /// Whoever is not here has no account.
    public private(set) var amounts: [Account: Int64] = [:]

    /// Nobody has anything.
    public init() {}

    /// What is on an account; nil: there is none.
    public subscript(debtor: DebtorID, creditor: CreditorID) -> Int64? {
        get { amounts[Account(debtor, creditor)] }
        set { amounts[Account(debtor, creditor)] = newValue }
    }

    /// The sum over all accounts of a currency, which must be nothing where the issuer is among them.
    public func total(of debtor: DebtorID) -> Int128 {
        amounts.reduce(0) { $1.key.debtor == debtor ? $0 + Int128($1.value) : $0 }
    }

    /// The accounts of somebody.
    public func filter(_ isIncluded: (Account) -> Bool) -> Holdings {
        var result = Holdings()
        result.amounts = amounts.filter { isIncluded($0.key) }
        return result
    }

    /// In words, where both differ. An account that is missing counts as an empty one.
    ///
    /// - Parameters:
    ///   - place: whose holdings these are.
    ///   - otherPlace: those of the others.
    public func differences(from other: Holdings, _ place: String, _ otherPlace: String) -> [String] {
        Set(amounts.keys).union(other.amounts.keys).sorted().compactMap { account in
            let (mine, others) = (amounts[account] ?? 0, other.amounts[account] ?? 0)
            guard mine != others else { return nil }
            let name = "account \(account.creditor.unsignedText) in currency \(account.debtor.unsignedText)"
            return "\(name) has \(mine) according to \(place), and \(others) according to \(otherPlace)"
        }
    }
}
