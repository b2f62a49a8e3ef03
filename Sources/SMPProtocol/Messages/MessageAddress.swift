/// Whom a message is about. Headers, routing keys and shards are computed from it (SMP 6.2, 7, 14.6).
public struct MessageAddress: Hashable, Sendable {
    /// The debtor that the message is about, if it is about one.
    public var debtorID: DebtorID?
    /// The creditor whose account the message is about.
    public var creditorID: CreditorID?
    /// Only in messages that have a field of this name.
    public var coordinatorID: CoordinatorID?
    /// Present exactly when ``coordinatorID`` is.
    public var coordinatorType: CoordinatorType?
    /// The collector of the trade service that the message is about.
    public var collectorID: CreditorID?
    /// The text that decides where `FetchDebtorInfo` and `StoreDocument` go.
    public var iri: String?

    /// An address of those members that the message has.
    public init(
        debtorID: DebtorID? = nil, creditorID: CreditorID? = nil, coordinatorID: CoordinatorID? = nil,
        coordinatorType: CoordinatorType? = nil, collectorID: CreditorID? = nil, iri: String? = nil
    ) {
        self.debtorID = debtorID
        self.creditorID = creditorID
        self.coordinatorID = coordinatorID
        self.coordinatorType = coordinatorType
        self.collectorID = collectorID
        self.iri = iri
    }
}
