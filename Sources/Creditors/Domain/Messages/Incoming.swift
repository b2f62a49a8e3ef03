import SMPProtocol

/// The messages that this node understands (CA 8.3).
enum Incoming: Equatable, Sendable {
    case rejectedConfig(RejectedConfig)
    case accountUpdate(AccountUpdate)
    case accountPurge(AccountPurge)
    case accountTransfer(AccountTransfer)
    case rejectedTransfer(RejectedTransfer)
    case preparedTransfer(PreparedTransfer)
    case finalizedTransfer(FinalizedTransfer)
    case configureAccount(ConfigureAccount)
    case activateCreditor(ActivateCreditor)
}

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

    init(_ m: some CoordinatedMessage, _ request: CoordinatorRequestID) {
        self.init(creditor: CreditorID(m.coordinatorID.rawValue), request: request)
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
