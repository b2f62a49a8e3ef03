import SMPProtocol

/// A transfer that a collector tries to make, again and again (TW 7.16).
struct TransferAttempt: Equatable, Sendable {
    /// Why the last try came to nothing.
    enum FailureCode: Int16, Sendable {
        case unspecified = 0
        case timeout, newerInterestRate, recipientIsUnreachable, insufficientAvailableAmount
    }

    /// One try.
    struct Try: Equatable, Sendable {
        let attemptedAt: Timestamp
        let requestID: CoordinatorRequestID
        let finalInterestRateTs: Timestamp
        /// What is committed when the transfer is prepared; greater than 0.
        let amount: Int64
        /// Set when the transfer was prepared and committed.
        var commit: Commit?
    }

    struct Commit: Equatable, Sendable {
        let transferID: TransferID
        let finalizedAt: Timestamp
    }

    let key: AttemptKey
    /// At least 1; what the recipient would get if there were no demurrage.
    let nominalAmount: Double
    let collectionStartedAt: Timestamp
    let insertedAt: Timestamp
    var recipient = AccountID.none
    var recipientVersion = Int64.min
    var rescheduledFor: Timestamp?
    var latestTry: Try?
    var failureCode: FailureCode?
    var backoffCounter: Int16 = 0
    /// Why there will be no further try.
    var fatalError: String?

    init(key: AttemptKey, nominalAmount: Double, collectionStartedAt: Timestamp, insertedAt: Timestamp) {
        precondition(nominalAmount >= 1, "an attempt is worth a token at least")
        self.key = key
        self.nominalAmount = nominalAmount
        self.collectionStartedAt = collectionStartedAt
        self.insertedAt = insertedAt
    }

    var hasUnknownRecipient: Bool { recipient.isEmpty || failureCode == .recipientIsUnreachable }

    /// Nothing is on its way, nothing is planned, and there is somebody to pay to.
    var canBeTriggered: Bool {
        rescheduledFor == nil && !recipient.isEmpty && (latestTry == nil || (failureCode != nil && fatalError == nil))
    }

    /// The try whose answers count: prepared or not, but not failed.
    var openTry: Try? { failureCode == nil ? latestTry : nil }

    var requestKey: RequestKey? {
        latestTry.map { RequestKey(coordinator: key.status.collector, request: $0.requestID) }
    }

    // MARK: Backoff

    /// TW 7.16 "backoff seconds".
    func backoffSeconds(_ base: Duration) -> Int32 {
        let seconds = max(0, base.microseconds / 1_000_000)
        let factor = Int128(1) << Int128(max(0, min(backoffCounter, 31)))
        return Int32(min(Int128(seconds) * factor, Int128(Int32.max)))
    }

    /// The first step is an eightfold one, so that retries get far more time than what just failed.
    mutating func increaseBackoff() {
        backoffCounter = backoffCounter < 3 ? 3 : backoffCounter == .max ? .max : backoffCounter + 1
    }

    /// TW 7.16 "reschedule failed".
    mutating func rescheduleFailed(_ code: FailureCode, _ base: Duration, effects: inout Effects) {
        guard let latestTry else { preconditionFailure("what has not been tried has not failed") }
        reschedule(latestTry.attemptedAt.adding(seconds: Int64(backoffSeconds(base))), effects: &effects)
        failureCode = code
        increaseBackoff()
    }

    mutating func reschedule(_ moment: Timestamp, effects: inout Effects) {
        rescheduledFor = moment
        effects.wakeForAttempts(at: moment)
    }

    // MARK: Messages

    func accountIDRequest(ts: Timestamp) -> AccountIDRequest {
        AccountIDRequest(
            collectorID: key.status.collector, turnID: key.status.turn, debtorID: key.status.debtor, creditorID: key.recipient,
            transferKind: key.kind, ts: ts)
    }

    func trigger(ts: Timestamp) -> TriggerTransfer {
        TriggerTransfer(
            collectorID: key.status.collector, turnID: key.status.turn, debtorID: key.status.debtor, creditorID: key.recipient,
            transferKind: key.kind, ts: ts)
    }

    /// TW 3.8.
    var note: AgentTransferNote {
        let kind: AgentTransferNote.Kind =
            switch key.kind {
            case .sending: .sending
            case .dispatching: .dispatching
            case .moving: .moving
            case .unassigned: preconditionFailure("there is no such attempt")
            }
        return AgentTransferNote(turnID: key.status.turn, kind: kind, firstID: key.status.collector, secondID: key.recipient)
    }
}
