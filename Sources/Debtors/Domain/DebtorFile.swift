import SMPProtocol

/// A debtor whose row is locked, and what a request does to it.
struct DebtorFile: Sendable {
    /// Absent when there is no such debtor.
    var debtor: Debtor?
    var effects = Effects()
    /// The moment of the decision, not before the row was locked.
    let now: Timestamp

    init(debtor: Debtor?, effects: Effects = Effects(), now: Timestamp) {
        self.debtor = debtor
        self.effects = effects
        self.now = now
    }

    /// The debtor itself, if it is active.
    func activeDebtor() throws(Refusal) -> Debtor { try debtor.active() }
}

extension Debtor? {
    /// The debtor itself, if it is active (DA 9.1).
    func active() throws(Refusal) -> Debtor {
        guard let debtor = self, debtor.isActive else { throw .debtorDoesNotExist }
        return debtor
    }
}
