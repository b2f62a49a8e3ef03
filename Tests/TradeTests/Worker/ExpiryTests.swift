import SMPProtocol
import Testing

@testable import Trade

@Suite("What may be thrown away (TW-24)")
struct ExpiryTests {
    private static let rules = Sample.rules

    /// Expects a row to be kept at the moment of its limit, and to be expendable a microsecond later.
    private func expectLimit(_ days: Int64, _ isExpendable: (Timestamp) -> Bool, _ what: Comment) {
        let limit = Sample.now.adding(days: days)
        #expect(!isExpendable(limit), what)
        #expect(isExpendable(limit.adding(microseconds: 1)), what)
    }

    @Test("every kind of row has its age")
    func ages() {
        let document = DebtorInfoDocument(
            locator: "x", info: CoinInfo(debtor: 1, peg: nil, willNotChangeUntil: nil), fetchedAt: Sample.now)
        expectLimit(45, { document.isExpendable(Self.rules, now: $0) }, "document")
        var claim = DebtorLocatorClaim(debtor: 1, latestDiscoveryFetchAt: Sample.now)
        expectLimit(7, { claim.isExpendable(Self.rules, now: $0) }, "claim without a locator")
        claim.locator = .init(iri: "x", latestFetchAt: Sample.now)
        expectLimit(45, { claim.isExpendable(Self.rules, now: $0) }, "claim")
        let account = WorkerAccount(Sample.update(), now: Sample.now)
        expectLimit(365, { account.isExpendable(Self.rules, now: $0) }, "account")
        expectLimit(45, { isExpendable(neededCollectorSince: Sample.now, Self.rules, now: $0) }, "needed collector")
        let delayed = DelayedAccountTransfer(Sample.transfer(.collecting, 1, 2, to: 1, 5), of: 1, now: Sample.now)
        expectLimit(30, { delayed.isExpendable(Self.rules, now: $0) }, "delayed transfer")
    }

    @Test("a policy that says nothing is kept until no older message can come")
    func policies() {
        var policy = TradingPolicy(key: Sample.user)
        policy.flags.mark = .init(updateID: 5, ts: Sample.now)
        expectLimit(30 + 180 + 7, { policy.isExpendable(Self.rules, now: $0) }, "policy")
        policy.wishes.policyName = "x"
        #expect(!policy.isExpendable(Self.rules, now: .farFuture))
    }

    @Test("locks go after their release, or at last; what is prepared is dismissed first (TW 30.14)")
    func locks() {
        var lock = AccountLock(
            key: Sample.user, turn: 1, requestID: 1, collector: Sample.collector, initiatedAt: Sample.now, amount: 5, maxLockedAmount: 0)
        expectLimit(365, { lock.isExpendable(Self.rules, now: $0) }, "lock")
        var effects = Effects()
        lock.discard(now: Sample.now, effects: &effects)
        #expect(effects == Effects())
        lock.prepared = .init(transferID: 5)
        lock.discard(now: Sample.now, effects: &effects)
        #expect(effects.finalizations.map(\.committedAmount) == [0])
        lock.prepared!.finalizedAt = Sample.now
        lock.release = .init(at: Sample.now, creationDate: .epoch, transferNumber: 0)
        expectLimit(30, { lock.isExpendable(Self.rules, now: $0) }, "released lock")
    }

    @Test("what was collected or received is never thrown away by time")
    func legs() {
        let key = LegKey(Sample.status, 1)
        var collecting = WorkerCollecting(key: key, amount: 5, purgeAfter: Sample.now)
        expectLimit(0, { collecting.isExpendable(now: $0) }, "collecting")
        collecting.isCollected = true
        #expect(!collecting.isExpendable(now: .farFuture))
        var receiving = WorkerReceiving(key: key, expectedAmount: 5, purgeAfter: Sample.now)
        expectLimit(0, { receiving.isExpendable(now: $0) }, "receiving")
        receiving.receivedAmount = 1
        #expect(!receiving.isExpendable(now: .farFuture))
        expectLimit(0, { WorkerSending(key: key, amount: 5, purgeAfter: Sample.now).isExpendable(now: $0) }, "sending")
        expectLimit(0, { WorkerDispatching(key: key, amount: 5, purgeAfter: Sample.now).isExpendable(now: $0) }, "dispatching")
    }

    @Test("attempts go with their turn; a surplus that may be moving is waited for")
    func attempts() {
        func attempt(_ kind: TransferKind) -> TransferAttempt {
            TransferAttempt(
                key: AttemptKey(status: Sample.status, recipient: 1, kind: kind), nominalAmount: 5, collectionStartedAt: Sample.now,
                insertedAt: Sample.now)
        }
        expectLimit(30 + 180, { attempt(.sending).isExpendable(Self.rules, now: $0) }, "attempt")
        var moving = attempt(.moving)
        expectLimit(30 + 180, { moving.isExpendable(Self.rules, now: $0) }, "attempt to move")
        moving.latestTry = .init(
            attemptedAt: Sample.now.adding(days: 10), requestID: 1, finalInterestRateTs: Sample.now, amount: 4,
            commit: .init(transferID: 1, finalizedAt: Sample.now))
        expectLimit(10 + 30 + 180, { moving.isExpendable(Self.rules, now: $0) }, "surplus that may be moving")
    }
}
