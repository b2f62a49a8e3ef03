import SMPProtocol

// What the worker's entities are called by (TW-7). All are ordered, because rows are locked in the order of their keys.

/// An account of a creditor with a debtor: a user's, or a collector's (TW 0.3).
struct AccountKey: Hashable, Comparable, Sendable {
    let creditor: CreditorID
    let debtor: DebtorID

    static func < (a: AccountKey, b: AccountKey) -> Bool { (a.creditor, a.debtor) < (b.creditor, b.debtor) }
}

/// How the accounting authority names a transfer in its answers (TW 15.4, 22.8): the coordinator of an agent's transfer is its sender.
struct RequestKey: Hashable, Comparable, Sendable {
    let coordinator: CreditorID
    let request: CoordinatorRequestID

    static func < (a: RequestKey, b: RequestKey) -> Bool { (a.coordinator, a.request) < (b.coordinator, b.request) }

    init(coordinator: CreditorID, request: CoordinatorRequestID) {
        self.coordinator = coordinator
        self.request = request
    }

    init(_ m: some CoordinatedMessage, _ request: CoordinatorRequestID) {
        self.init(coordinator: CreditorID(m.coordinatorID.rawValue), request: request)
    }
}

/// What a creditor does in one currency in one turn (TW 7.13).
struct ParticipationKey: Hashable, Comparable, Sendable {
    let account: AccountKey
    let turn: TurnID

    static func < (a: ParticipationKey, b: ParticipationKey) -> Bool { (a.account, a.turn) < (b.account, b.turn) }
}

/// What a collector does in one currency in one turn (TW 7.14).
struct StatusKey: Hashable, Comparable, Sendable {
    let collector: CreditorID
    let turn: TurnID
    let debtor: DebtorID

    /// The collector's account.
    var account: AccountKey { AccountKey(creditor: collector, debtor: debtor) }

    static func < (a: StatusKey, b: StatusKey) -> Bool {
        (a.collector, a.turn, a.debtor) < (b.collector, b.turn, b.debtor)
    }
}

/// One expected transfer to or from a collector (TW 7.15).
struct LegKey: Hashable, Comparable, Sendable {
    let status: StatusKey
    /// Who is at the other end: the seller, the buyer, or the other collector.
    let other: CreditorID

    init(_ status: StatusKey, _ other: CreditorID) {
        self.status = status
        self.other = other
    }

    static func < (a: LegKey, b: LegKey) -> Bool { (a.status, a.other) < (b.status, b.other) }
}

/// One attempt to transfer from a collector (TW 7.16).
struct AttemptKey: Hashable, Comparable, Sendable {
    /// The collector that pays, in a turn.
    let status: StatusKey
    /// Who shall get the money.
    let recipient: CreditorID
    let kind: TransferKind

    static func < (a: AttemptKey, b: AttemptKey) -> Bool {
        (a.status, a.recipient, a.kind.rawValue) < (b.status, b.recipient, b.kind.rawValue)
    }

    /// The expected transfer that this attempt tries to make.
    var leg: LegKey { LegKey(status, recipient) }
}

/// A document to be fetched on behalf of a debtor (TW 7.4). Addresses are compared byte by byte.
struct FetchKey: Hashable, Comparable, Sendable {
    let iri: String
    let debtor: DebtorID

    private var parts: (ExactText, DebtorID) { (ExactText(iri), debtor) }

    static func == (a: FetchKey, b: FetchKey) -> Bool { a.parts == b.parts }

    func hash(into hasher: inout Hasher) {
        hasher.combine(debtor)
        hasher.combine(ExactText(iri))
    }

    static func < (a: FetchKey, b: FetchKey) -> Bool { a.parts < b.parts }
}
