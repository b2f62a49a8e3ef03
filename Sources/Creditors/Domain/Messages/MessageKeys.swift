import SMPProtocol

/// How the accounting authority names a running transfer in its answers.
struct RequestKey: Hashable, Comparable, Sendable {
    let creditor: CreditorID
    let request: CoordinatorRequestID

    static func < (a: RequestKey, b: RequestKey) -> Bool {
        a.creditor == b.creditor ? a.request < b.request : a.creditor < b.creditor
    }

    init(creditor: CreditorID, request: CoordinatorRequestID) {
        self.creditor = creditor
        self.request = request
    }

    /// The coordinator ID of direct transfers is the creditor ID.
    init(_ coordinatorID: CoordinatorID, _ request: CoordinatorRequestID) {
        self.init(creditor: CreditorID(coordinatorID.rawValue), request: request)
    }
}

/// A committed transfer among all accounts.
struct CommittedTransferKey: Hashable, Sendable {
    let account: AccountKey
    let transfer: TransferKey
}

/// The transfers of one server account.
struct ChainKey: Hashable, Sendable {
    let account: AccountKey
    let creationDate: CalendarDate
}

extension ChainKey {
    /// The transfers of the present server account.
    init(_ account: AccountData) { self.init(account: account.key, creationDate: account.server.creationDate) }
}
