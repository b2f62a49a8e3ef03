import SMPProtocol
import Testing

@testable import Trade

@Suite("Account locks (TW-15, 18, 20)")
struct LockTests {
    /// A worker that takes offers, with one active and one disabled collector.
    private func worker() -> PlayedWorker {
        var worker = PlayedWorker()
        worker.state.turns[Sample.turnID] = Sample.turn(.lockingAccounts)
        worker.state.usableCollectors[Sample.debtor] = [
            UsableCollector(key: Sample.collectorAccount, accountID: Sample.account("c"), disabledAt: nil),
            UsableCollector(
                key: AccountKey(creditor: Sample.otherCollector, debtor: Sample.debtor), accountID: Sample.account("d"),
                disabledAt: Sample.now),
        ]
        return worker
    }

    private func worker(locking amount: Int64) -> PlayedWorker {
        var worker = worker()
        worker.handle(Sample.offer(amount: amount))
        return worker
    }

    private func worker(preparing amount: Int64, locked: Int64? = nil, rate: Double = 0) -> PlayedWorker {
        var worker = worker(locking: amount)
        let max = worker.state.locks[Sample.user]!.maxLockedAmount
        worker.handle(Sample.prepared(locked: locked ?? max, demurrageRate: rate))
        return worker
    }

    private func participate(_ amount: Int64, in worker: inout PlayedWorker, _ key: AccountKey = Sample.user) {
        let key = ParticipationKey(account: key, turn: Sample.turnID)
        worker.state.participations[key] = CreditorParticipation(key: key, amount: amount, collector: Sample.collector)
    }

    private func revise(_ key: AccountKey = Sample.user, turn: TurnID = Sample.turnID) -> any InboxMessage {
        ReviseAccountLock(creditorID: key.creditor, debtorID: key.debtor, turnID: turn, ts: Sample.now)
    }

    private func dismissal(_ transfer: TransferID) -> FinalizeTransfer {
        FinalizeTransfer(answering: Sample.prepared(transfer: transfer), ts: Sample.now)
    }

    private func commit(_ amount: Int64) -> FinalizeTransfer {
        let note = AgentTransferNote(turnID: Sample.turnID, kind: .collecting, firstID: Sample.collector, secondID: Sample.creditor)
        return FinalizeTransfer(answering: Sample.prepared(), amount: amount, note: note, ts: Sample.now)
    }

    // MARK: Candidate offers (TW 15.1)

    @Test("a buyer's account is locked without any amount")
    func buyer() throws {
        var worker = worker()
        let effects = worker.handle(Sample.offer(amount: 5000))
        let request = try #require(effects.preparations.first)
        #expect(effects.messages.count == 1 && request.recipient == Sample.account("c"))
        #expect(request.minLockedAmount == 0 && request.maxLockedAmount == 0)
        #expect(request.finalInterestRateTs == .farFuture && request.maxCommitDelay == .max)
        #expect(request.coordinatorID == CoordinatorID(Sample.creditor) && request.coordinatorType == .agent)
        let lock = try #require(worker.state.locks[Sample.user])
        #expect(lock.stage == .initiated && lock.amount == 5000 && lock.collector == Sample.collector && lock.maxLockedAmount == 0)
    }

    @Test("of a seller so much is locked that it is enough after the worst demurrage")
    func seller() throws {
        var worker = worker()
        let request = try #require(worker.handle(Sample.offer(amount: -30_000)).preparations.first)
        #expect((1051...1100).contains(request.minLockedAmount) && (31_501...32_000).contains(request.maxLockedAmount))
        #expect(worker.state.locks[Sample.user]?.maxLockedAmount == request.maxLockedAmount)
        #expect(worker.handle(Sample.offer(AccountKey(creditor: 9, debtor: 666), amount: -900)).messages.isEmpty)
        let greatest = worker.handle(Sample.offer(AccountKey(creditor: 8, debtor: 666), amount: -.max))
        #expect(greatest.preparations.first?.maxLockedAmount == .max)
    }

    @Test("a collector that collects for itself needs no transfer")
    func selfLock() throws {
        var worker = worker()
        #expect(worker.handle(Sample.offer(Sample.collectorAccount, amount: -5000)).messages.isEmpty)
        let lock = try #require(worker.state.locks[Sample.collectorAccount])
        #expect(lock.isSelfLock && lock.stage == .prepared(0) && lock.amount == -5000)
    }

    @Test("nothing is locked twice, without a collector, or at another time")
    func refused() {
        var locked = worker(locking: 5000)
        #expect(locked.handle(Sample.offer(amount: -7000)).messages.isEmpty)
        #expect(locked.state.locks[Sample.user]?.amount == 5000)
        var without = worker()
        without.state.usableCollectors[Sample.debtor]?.removeFirst()
        #expect(without.handle(Sample.offer(amount: 5000)).messages.isEmpty && without.state.locks.isEmpty)
        for state in WorkerTurnState.allCases where state != .lockingAccounts {
            var late = worker()
            late.state.turns[Sample.turnID] = Sample.turn(state)
            #expect(late.handle(Sample.offer(amount: 5000)).messages.isEmpty && late.state.locks.isEmpty, "\(state)")
        }
        var unknown = worker()
        #expect(unknown.handle(Sample.offer(amount: 5000, turn: 8)).messages.isEmpty && unknown.state.locks.isEmpty)
    }

    @Test(
        "a released lock keeps out who has not seen the transfer that released it",
        arguments: [
            (2024, 4, 1, 322, true), (2024, 5, 1, 320, true), (2024, 5, 1, 321, false), (2024, 5, 1, 322, false), (2024, 6, 1, 1, false),
        ] as [(Int, Int, Int, Int64, Bool)])
    func inForce(year: Int, month: Int, day: Int, number: Int64, expected: Bool) throws {
        var worker = worker(locking: 5000)
        var lock = worker.state.locks[Sample.user]!
        let date = try #require(CalendarDate(year: year, month: month, day: day))
        #expect(lock.isInForce(date, TransferNumber(number)))
        lock.prepared = .init(transferID: 5, finalizedAt: Sample.now)
        lock.release = .init(at: Sample.now, creationDate: Sample.birthday, transferNumber: 321)
        #expect(lock.isInForce(date, TransferNumber(number)) == expected)
        worker.state.locks[Sample.user] = lock
        var offer = Sample.offer(amount: -6000, number: TransferNumber(number))
        offer.accountCreationDate = date
        let isLocked = !worker.handle(offer).messages.isEmpty
        #expect(isLocked == !expected)
        if isLocked {
            let new = worker.state.locks[Sample.user]!
            #expect(new.release == nil && new.prepared == nil && new.amount == -6000 && new.requestID == 2 && !new.hasBeenRevised)
        }
    }

    // MARK: Answers (TW 15.4, 15.5)

    @Test("a refusal frees an account that nothing was locked of yet")
    func rejected() {
        var worker = worker(locking: -5000)
        worker.handle(Sample.rejected(AccountKey(creditor: Sample.creditor, debtor: 1)))
        worker.handle(Sample.rejected(request: 2))
        #expect(worker.state.locks.count == 1)
        #expect(worker.handle(Sample.rejected()).messages.isEmpty && worker.state.locks.isEmpty)
        var prepared = self.worker(preparing: -5000)
        prepared.handle(Sample.rejected())
        #expect(prepared.state.locks.count == 1)
    }

    @Test("a transfer that nobody knows is dismissed, and other answers about it are ignored")
    func unknown() {
        var worker = PlayedWorker()
        #expect(worker.handle(Sample.prepared()).finalizations == [dismissal(55)])
        #expect(worker.handle(Sample.rejected(), Sample.finalized(committed: 1)) == Effects())
    }

    @Test("a transfer of another currency is dismissed, and the lock stays")
    func mismatch() {
        var worker = worker(locking: -5000)
        let before = worker.state
        var other = Sample.prepared()
        other.debtorID = 1
        #expect(worker.handle(other).finalizations == [FinalizeTransfer(answering: other, ts: Sample.now)])
        #expect(worker.state == before)
    }

    @Test("what may be sold is what is certainly left at the deadline")
    func prepared() {
        let amount = worker(preparing: -10_000, locked: 10_000, rate: -49).state.locks[Sample.user]!.amount
        #expect(amount > -9500 && amount < -9400)
        #expect(worker(preparing: -10_000, locked: 20_000, rate: -49).state.locks[Sample.user]!.amount == -10_000)
        #expect(worker(preparing: -10_000, locked: 0).state.locks[Sample.user]!.amount == 0)
        #expect(worker(preparing: 10_000).state.locks[Sample.user]!.amount == 10_000)
    }

    @Test("a repetition changes nothing, a second transfer is dismissed")
    func repeated() {
        var worker = worker(preparing: -10_000)
        let before = worker.state
        #expect(worker.handle(Sample.prepared(locked: 5)) == Effects())
        #expect(worker.handle(Sample.prepared(transfer: 56, locked: 5)).finalizations == [dismissal(56)])
        #expect(worker.state == before)
    }

    @Test(
        "who promises too little is dismissed, and the account is free again",
        arguments: [
            Sample.prepared(demurrageRate: -80), Sample.prepared(deadline: Sample.now.adding(days: 29)),
        ])
    func badPromise(message: PreparedTransfer) {
        var worker = worker(locking: -10_000)
        #expect(worker.handle(message).finalizations == [dismissal(55)])
        #expect(worker.state.locks.isEmpty)
    }

    // MARK: Revising (TW-18)

    @Test("who takes no part is dismissed and free", arguments: [-5000, 5000] as [Int64])
    func noParticipation(amount: Int64) {
        var initiated = worker(locking: amount)
        #expect(initiated.handle(revise()) == Effects() && initiated.state.locks.isEmpty)
        var prepared = worker(preparing: amount)
        #expect(prepared.handle(revise(turn: 8)) == Effects() && prepared.state.locks.count == 1)
        #expect(prepared.handle(revise()).finalizations == [dismissal(55)] && prepared.state.locks.isEmpty)
        #expect(prepared.handle(revise()) == Effects())
    }

    @Test("a seller is charged what was traded, once, and again when the authority asks again")
    func charged() throws {
        var worker = worker(preparing: -10_000)
        participate(-9000, in: &worker)
        #expect(worker.handle(revise()).finalizations == [commit(9000)])
        let lock = try #require(worker.state.locks[Sample.user])
        #expect(lock.amount == -9000 && lock.stage == .settled(55) && lock.hasBeenRevised && worker.state.participations.isEmpty)
        let after = worker.state
        participate(-9000, in: &worker)
        #expect(worker.handle(revise()) == Effects())
        #expect(worker.handle(Sample.prepared()).finalizations == [commit(9000)])
        #expect(worker.handle(Sample.prepared(transfer: 77)).finalizations == [dismissal(77)])
        #expect(worker.state == after)
    }

    @Test("a buyer keeps his lock until the money arrives")
    func waiting() throws {
        var worker = worker(preparing: 10_000)
        participate(9000, in: &worker)
        #expect(worker.handle(revise()) == Effects())
        let lock = try #require(worker.state.locks[Sample.user])
        #expect(lock.amount == 9000 && lock.stage == .prepared(55) && lock.hasBeenRevised)
        let after = worker.state
        #expect(worker.handle(revise()) == Effects() && worker.state == after)
    }

    @Test("a collector that trades with itself is released at once, and what it sold is spent")
    func tradesWithItself() throws {
        var worker = worker()
        worker.handle(Sample.offer(Sample.collectorAccount, amount: -5000))
        worker[Sample.collectorAccount].account = WorkerAccount(Sample.update(), now: Sample.now)
        participate(-4000, in: &worker, Sample.collectorAccount)
        #expect(worker.handle(revise(Sample.collectorAccount)) == Effects())
        let lock = try #require(worker.state.locks[Sample.collectorAccount])
        #expect(lock.stage == .released && lock.amount == -4000)
        #expect(lock.release == .init(at: Sample.now, creationDate: Sample.birthday, transferNumber: 1))
        let surplus = try #require(worker[Sample.collectorAccount].account?.surplus)
        #expect(surplus.spentAmount == 4000 && surplus.lastTransferNumber == 1)
        let after = worker.state
        #expect(worker.handle(revise(Sample.collectorAccount)) == Effects() && worker.state == after)
    }

    @Test("a collector without an account is released with the least of all numbers, and a notice")
    func tradesWithoutAccount() {
        var worker = worker()
        worker.handle(Sample.offer(Sample.collectorAccount, amount: 5000))
        participate(4000, in: &worker, Sample.collectorAccount)
        #expect(worker.handle(revise(Sample.collectorAccount)).notices == [.collectorWithoutAccount(Sample.collectorAccount)])
        #expect(worker.state.locks[Sample.collectorAccount]?.release?.creationDate == .epoch)
    }

    @Test("a result that does not fit the offer charges nobody", arguments: [-10_001, 10_000, 1] as [Int64])
    func impossible(amount: Int64) {
        var worker = worker(preparing: -10_000)
        participate(amount, in: &worker)
        let effects = worker.handle(revise())
        #expect(effects.finalizations == [dismissal(55)] && effects.notices.count == 1 && worker.state.locks.isEmpty)
    }

    // MARK: Releasing (TW 20.2, 20.3)

    private func soldWorker() -> PlayedWorker {
        var worker = worker(preparing: -10_000)
        participate(-9000, in: &worker)
        worker.handle(revise())
        return worker
    }

    private func paid(_ amount: Int64, turn: TurnID = Sample.turnID) -> any InboxMessage {
        Sample.transfer(.collecting, Sample.collector, Sample.creditor, to: Sample.creditor, amount, turn: turn)
    }

    @Test("a seller is released by exactly the transfer that he paid with")
    func sellerReleased() throws {
        var worker = soldWorker()
        let before = worker.state
        #expect(worker.handle(paid(-8999), paid(-9000, turn: 8)) == Effects() && worker.state == before)
        #expect(worker.handle(paid(-9000)) == Effects())
        let release = try #require(worker.state.locks[Sample.user]?.release)
        #expect(release == .init(at: Sample.now, creationDate: Sample.birthday, transferNumber: 9))
        let after = worker.state
        #expect(worker.handle(paid(-9000)) == Effects() && worker.state == after)
        // One transfer never has two outcomes, not even now.
        #expect(worker.handle(Sample.prepared()).finalizations == [commit(9000)])
    }

    @Test("a buyer is released by any amount, and what he had prepared is dismissed once")
    func buyerReleased() throws {
        var worker = worker(preparing: 10_000)
        participate(9000, in: &worker)
        worker.handle(revise())
        let message = Sample.transfer(.dispatching, Sample.collector, Sample.creditor, to: Sample.creditor, 8500)
        #expect(worker.handle(message).finalizations == [dismissal(55)])
        #expect(worker.state.locks[Sample.user]?.stage == .released)
        #expect(worker.handle(message) == Effects())
    }

    @Test("a commit that failed frees the seller, and his collector does not wait (TW 30.4)")
    func failedCommit() {
        var worker = soldWorker()
        worker.handle(
            Sample.finalized(committed: 9000),
            Sample.finalized(transfer: 77, committed: 0, "TIMEOUT"))
        #expect(worker.state.locks.count == 1)
        let effects = worker.handle(Sample.finalized(committed: 0, "TIMEOUT"))
        let message = AbandonedTransfer(
            collectorID: Sample.collector, turnID: Sample.turnID, debtorID: Sample.debtor, creditorID: Sample.creditor, isCollecting: true,
            ts: Sample.now)
        #expect(effects.messages == [.abandonedTransfer(message)] && worker.state.locks.isEmpty)
        #expect(worker.handle(Sample.finalized(committed: 0, "TIMEOUT")) == Effects())
    }

    @Test("what is offered to the market is what is prepared and not decided")
    func offers() {
        #expect(worker(locking: -5000).state.locks[Sample.user]?.offer(in: Sample.turnID) == nil)
        #expect(worker(preparing: -5000, locked: 0).state.locks[Sample.user]?.offer(in: Sample.turnID) == nil)
        let sale = worker(preparing: -5000).state.locks[Sample.user]
        #expect(sale?.offer(in: Sample.turnID) == .sell(Sample.user, amount: 5000, collector: Sample.collector))
        #expect(sale?.offer(in: 8) == nil)
        #expect(worker(preparing: 5000).state.locks[Sample.user]?.offer(in: Sample.turnID) == .buy(Sample.user, amount: 5000))
        #expect(soldWorker().state.locks[Sample.user]?.offer(in: Sample.turnID) == nil)
    }
}
