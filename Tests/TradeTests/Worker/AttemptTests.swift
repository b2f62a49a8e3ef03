import SMPProtocol
import Testing

@testable import Trade

@Suite("Transfer attempts (TW-22)")
struct AttemptTests {
    private static let buyer = Sample.creditor
    private static let key = AttemptKey(status: Sample.status, recipient: buyer, kind: .dispatching)

    /// A worker whose collector has an account, and one attempt without a recipient.
    private func worker(nominal: Double = 1e9, kind: TransferKind = .dispatching, hasAccount: Bool = true) -> PlayedWorker {
        var worker = PlayedWorker()
        let key = AttemptKey(status: Sample.status, recipient: Self.buyer, kind: kind)
        worker.state.attempts[key] = TransferAttempt(
            key: key, nominalAmount: nominal, collectionStartedAt: Sample.now, insertedAt: Sample.now)
        if hasAccount { worker[Sample.collectorAccount].account = WorkerAccount(Sample.update(), now: Sample.now) }
        return worker
    }

    private func response(_ id: String, version: Int64, kind: TransferKind = .dispatching) -> any InboxMessage {
        AccountIDResponse(
            collectorID: Sample.collector, turnID: Sample.turnID, debtorID: Sample.debtor, creditorID: Self.buyer, transferKind: kind,
            accountID: Sample.account(id), accountIDVersion: version, ts: Sample.now)
    }

    private var trigger: any InboxMessage {
        TriggerTransfer(
            collectorID: Sample.collector, turnID: Sample.turnID, debtorID: Sample.debtor, creditorID: Self.buyer,
            transferKind: .dispatching,
            ts: Sample.now)
    }

    private func prepared(_ transfer: TransferID = 55, request: CoordinatorRequestID = 1) -> any InboxMessage {
        Sample.prepared(Sample.collectorAccount, request: request, transfer: transfer)
    }

    private func tried() -> PlayedWorker {
        var worker = worker()
        worker.handle(response("acc", version: 1))
        return worker
    }

    private func committed() -> PlayedWorker {
        var worker = tried()
        worker.handle(prepared())
        return worker
    }

    // MARK: Account IDs (TW 22.1, 22.2)

    @Test("a user is known by his policy, a collector by its account, a stranger not at all")
    func requests() throws {
        var worker = PlayedWorker()
        func answer(_ creditor: CreditorID, kind: TransferKind = .dispatching) -> (AccountIDResponse?, [WorkerNotice]) {
            let effects = worker.handle(
                AccountIDRequest(
                    collectorID: Sample.collector, turnID: Sample.turnID, debtorID: Sample.debtor, creditorID: creditor,
                    transferKind: kind,
                    ts: Sample.now))
            guard case .accountIDResponse(let m) = effects.messages[0] else { return (nil, []) }
            return (m, effects.notices)
        }
        let stranger = answer(Self.buyer)
        #expect(stranger.0?.accountID == AccountID.none && stranger.0?.accountIDVersion == .min + 1)
        #expect(stranger.1 == [.noAccountID(Sample.user)] && answer(Self.buyer, kind: .moving).1.isEmpty)
        worker[Sample.user].account = WorkerAccount(Sample.update(Sample.user), now: Sample.now)
        #expect(answer(Self.buyer).0?.accountIDVersion == Int64(Sample.birthday.rawValue))
        worker.handle(Sample.policy())
        // Also a policy without an account is an answer.
        #expect(answer(Self.buyer).0?.accountID == AccountID.none && answer(Self.buyer).0?.accountIDVersion == 0)
        worker.handle(Sample.ledger(updateID: 12))
        #expect(answer(Self.buyer).0?.accountID == Sample.account("acc") && answer(Self.buyer).0?.accountIDVersion == 12)
    }

    @Test("as soon as the recipient is known, the transfer is tried")
    func firstTry() throws {
        var worker = worker()
        let effects = worker.handle(response("acc", version: 1))
        let request = try #require(effects.preparations.first)
        #expect(request.recipient == Sample.account("acc") && request.maxCommitDelay == 7200)
        #expect(request.minLockedAmount == 0 && request.maxLockedAmount == 0)
        #expect(request.finalInterestRateTs == Timestamp.epoch.adding(seconds: 2))
        let attempt = try #require(worker.state.attempts[Self.key])
        #expect(attempt.recipientVersion == 1 && attempt.backoffCounter == 0)
        #expect(attempt.latestTry?.amount == 999_990_000)
        #expect(worker.handle(response("acc", version: 1), response("new", version: 2), trigger) == Effects())
    }

    @Test("older and repeated answers are ignored")
    func versions() {
        var worker = worker()
        worker.handle(response("", version: 5))
        #expect(worker.state.attempts[Self.key]?.recipientVersion == 5)
        #expect(worker.handle(response("acc", version: 5)) == Effects())
        #expect(worker.handle(response("acc", version: 6)).preparations.count == 1)
    }

    @Test("a surplus without a place to go stays where it is")
    func noPlace() {
        var worker = worker(kind: .moving)
        #expect(worker.handle(response("", version: 1, kind: .moving)) == Effects() && worker.state.attempts.isEmpty)
    }

    // MARK: Parameters (TW 22.5 – 22.7)

    @Test("the worst rate since the collection began counts, all the time")
    func worstRate() {
        var worker = worker()
        let monthAgo = Sample.now.adding(days: -30)
        worker[Sample.collectorAccount].rates = InterestRateHistory([
            InterestRateChange(ts: monthAgo, rate: -20), InterestRateChange(ts: Sample.now.adding(days: -9), rate: 5),
        ])
        var attempt = TransferAttempt(
            key: Self.key, nominalAmount: 1e9, collectionStartedAt: monthAgo, insertedAt: Sample.now)
        let parameters = TransferParameters(attempt, worker[Sample.collectorAccount], Sample.rules, now: Sample.now)
        #expect(parameters.amount < 983_000_000 && parameters.amount > 980_000_000)
        #expect(parameters.finalInterestRateTs == Sample.now.adding(days: -9).adding(seconds: 2))
        attempt = TransferAttempt(key: Self.key, nominalAmount: 1e9, collectionStartedAt: Sample.now, insertedAt: Sample.now)
        let later = TransferParameters(attempt, worker[Sample.collectorAccount], Sample.rules, now: Sample.now)
        #expect(later.amount == 999_990_000)
    }

    @Test("an amount is never more than the nominal one", arguments: [1, 1.5, 3000, 1e15, 0x1p60, 0x1p62, 1e300])
    func limits(nominal: Double) {
        let account = CollectorAccountState(needed: nil, account: WorkerAccount(Sample.update(), now: Sample.now))
        for kind in [TransferKind.sending, .dispatching, .moving] {
            let attempt = TransferAttempt(
                key: AttemptKey(status: Sample.status, recipient: 1, kind: kind), nominalAmount: nominal, collectionStartedAt: Sample.now,
                insertedAt: Sample.now)
            let amount = TransferParameters(attempt, account, Sample.rules, now: Sample.now).amount
            #expect(amount >= 0 && Double(amount) < nominal)
        }
    }

    @Test("without the collector's account nothing is tried, only later")
    func noAccount() {
        var worker = worker(hasAccount: false)
        let effects = worker.handle(response("acc", version: 1))
        #expect(effects.messages.isEmpty && effects.attemptsDueAt == Sample.now.adding(seconds: 7200))
        #expect(worker.state.attempts[Self.key]?.rescheduledFor == Sample.now.adding(seconds: 7200))
    }

    @Test("what is worth nothing is given up, and nobody waits for it (TW 30.3)")
    func worthless() {
        var worker = worker(nominal: 1)
        let leg = LegKey(Sample.status, Self.buyer)
        worker.state.dispatchings[leg] = WorkerDispatching(key: leg, amount: 2, purgeAfter: Sample.now)
        let effects = worker.handle(response("acc", version: 1))
        #expect(effects.messages.isEmpty && effects.wakeUps == [.dispatching])
        #expect(worker.state.attempts.isEmpty && worker.state.dispatchings[leg] == nil)
    }

    // MARK: Answers (TW 22.8 – 22.10)

    @Test("a prepared transfer is committed, again with every repetition, and every other one is dismissed")
    func commits() throws {
        var worker = tried()
        let first = worker.handle(prepared()).finalizations
        let commit = try #require(first.first)
        #expect(commit.committedAmount == 999_990_000)
        let note = AgentTransferNote(turnID: Sample.turnID, kind: .dispatching, firstID: Sample.collector, secondID: Self.buyer)
        #expect(commit.transferNote == note.text && commit.transferNoteFormat == "-cXchge")
        let state = worker.state
        #expect(worker.handle(prepared()).finalizations == first)
        #expect(worker.handle(prepared(56)).finalizations.map(\.committedAmount) == [0])
        #expect(worker.state == state)
    }

    @Test("a transfer that was made ends the attempt")
    func success() {
        var worker = committed()
        worker.handle(Sample.finalized(Sample.collectorAccount, transfer: 77, committed: 999_990_000))
        #expect(worker.state.attempts.count == 1)
        #expect(worker.handle(Sample.finalized(Sample.collectorAccount, committed: 999_990_000)) == Effects())
        #expect(worker.state.attempts.isEmpty)
    }

    struct Failure: Sendable {
        let status: String
        let code: TransferAttempt.FailureCode
        var isFatal = false
        var asksForID = false
        var grows = true
    }

    static let failures = [
        Failure(status: "TIMEOUT", code: .timeout), Failure(status: "NEWER_INTEREST_RATE", code: .newerInterestRate, grows: false),
        Failure(status: "RECIPIENT_IS_UNREACHABLE", code: .recipientIsUnreachable, asksForID: true),
        Failure(status: "INSUFFICIENT_AVAILABLE_AMOUNT", code: .insufficientAvailableAmount),
        Failure(status: "WHATEVER", code: .unspecified, isFatal: true, grows: false),
    ]

    @Test("every failure has its consequence, before and after the commit", arguments: failures, [true, false])
    func consequences(failure: Failure, isCommitted: Bool) throws {
        var worker = isCommitted ? committed() : tried()
        worker.state.attempts[Self.key]!.backoffCounter = 100
        let effects =
            isCommitted
            ? worker.handle(Sample.finalized(Sample.collectorAccount, committed: 0, failure.status))
            : worker.handle(Sample.rejected(Sample.collectorAccount, failure.status))
        let attempt = try #require(worker.state.attempts[Self.key])
        #expect(attempt.failureCode == failure.code && attempt.backoffCounter == (failure.grows ? 101 : 100))
        #expect((attempt.rescheduledFor == nil) == failure.isFatal && (attempt.fatalError != nil) == failure.isFatal)
        #expect(effects.messages.count == (failure.asksForID ? 1 : 0))
        #expect(worker.handle(prepared(90)).finalizations.map(\.committedAmount) == [0], "what comes too late is dismissed")
        #expect(worker.state.attempts[Self.key] == attempt)
    }

    @Test("another amount than was committed is a fatal mistake of the authority, but somebody was paid")
    func unexpectedAmount() {
        var worker = committed()
        let leg = LegKey(Sample.status, Self.buyer)
        worker.state.dispatchings[leg] = WorkerDispatching(key: leg, amount: 2, purgeAfter: Sample.now)
        worker.handle(Sample.finalized(Sample.collectorAccount, committed: 5))
        #expect(worker.state.attempts[Self.key]?.fatalError == "UNEXPECTED_COMMITTED_AMOUNT")
        #expect(worker.state.dispatchings[leg] != nil)
    }

    @Test("what a buyer cannot be paid stays owed to him, and is nobody's surplus (TW 23.4)", arguments: [true, false])
    func owed(isCommitted: Bool) {
        var worker = isCommitted ? committed() : tried()
        let leg = LegKey(Sample.status, Self.buyer)
        worker.state.dispatchings[leg] = WorkerDispatching(key: leg, amount: 2, purgeAfter: Sample.now)
        if isCommitted {
            worker.handle(Sample.finalized(Sample.collectorAccount, committed: 0, "NO_CONNECTION"))
        } else {
            worker.handle(Sample.rejected(Sample.collectorAccount, "NO_CONNECTION"))
        }
        #expect(worker.state.attempts[Self.key]?.fatalError == "NO_CONNECTION")
        #expect(worker.state.dispatchings[leg] != nil)
    }

    // MARK: Tries after failures (TW 22.4)

    private func failed(_ status: String) -> PlayedWorker {
        var worker = committed()
        worker.handle(Sample.finalized(Sample.collectorAccount, committed: 0, status))
        worker.state.attempts[Self.key]!.rescheduledFor = nil
        worker.now = Sample.now.adding(seconds: 7200)
        return worker
    }

    @Test("after a time-out the next try gets eight times as long, and its own number")
    func timeout() throws {
        var worker = failed("TIMEOUT")
        let request = try #require(worker.handle(trigger).preparations.first)
        #expect(request.maxCommitDelay == 57_600 && request.coordinatorRequestID > 1)
        #expect(worker.handle(trigger) == Effects())
        #expect(worker.handle(prepared()).finalizations.map(\.committedAmount) == [0])
        #expect(worker.handle(prepared(99, request: request.coordinatorRequestID)).finalizations[0].committedAmount > 0)
    }

    @Test("after a change of the rate the change must be known first")
    func newerRate() {
        var worker = failed("NEWER_INTEREST_RATE")
        let effects = worker.handle(trigger)
        #expect(effects.messages.isEmpty && worker.state.attempts[Self.key]?.failureCode == .newerInterestRate)
        #expect(worker.state.attempts[Self.key]?.rescheduledFor == worker.now.adding(seconds: 7200))
        worker.state.attempts[Self.key]!.rescheduledFor = nil
        worker[Sample.collectorAccount].account!.lastInterestRateChangeTs = Sample.now
        #expect(worker.handle(trigger).preparations.map(\.finalInterestRateTs) == [Sample.now.adding(seconds: 2)])
    }

    @Test("an unreachable recipient is asked for again, and tried under a new name only")
    func unreachable() throws {
        var worker = failed("RECIPIENT_IS_UNREACHABLE")
        let effects = worker.handle(trigger)
        #expect(effects.preparations.isEmpty && effects.messages.count == 1)
        let attempt = try #require(worker.state.attempts[Self.key])
        #expect(attempt.backoffCounter == 4 && attempt.rescheduledFor == worker.now.adding(seconds: 57_600))
        #expect(worker.handle(response("acc", version: 2)) == Effects())
        worker.handle(response("new", version: 3))
        let renamed = try #require(worker.state.attempts[Self.key])
        #expect(renamed.recipient == Sample.account("new") && renamed.failureCode == .unspecified)
        #expect(renamed.rescheduledFor == attempt.rescheduledFor)
    }

    @Test("waiting times begin with an eightfold one, double, and have a limit")
    func backoff() {
        var attempt = TransferAttempt(key: Self.key, nominalAmount: 1, collectionStartedAt: Sample.now, insertedAt: Sample.now)
        var seconds = [attempt.backoffSeconds(.seconds(10))]
        for _ in 0..<2 {
            attempt.increaseBackoff()
            seconds.append(attempt.backoffSeconds(.seconds(10)))
        }
        #expect(seconds == [10, 80, 160])
        for _ in 0..<40_000 { attempt.increaseBackoff() }
        #expect(attempt.backoffCounter == .max && attempt.backoffSeconds(.seconds(10)) == .max)
        #expect(attempt.backoffSeconds(.seconds(-5)) == 0)
    }
}
