import CircularTrade
import SMPProtocol
import Testing

@testable import Trade

@Suite("Surpluses (TW-23)")
struct SurplusTests {
    /// The first collector of the sequence of debtor 666 (TW 3.9).
    private static let primary: CreditorID = 0x100_0000_03a6
    private static let disabled = Sample.now.adding(days: -16)
    private static let blocked = Sample.now.adding(days: -2)

    private func worker(_ collector: CreditorID, isHoarded: Bool = false, blockedAmount: Int64 = 1000) -> PlayedWorker {
        let key = AccountKey(creditor: collector, debtor: Sample.debtor)
        var worker = PlayedWorker()
        worker[key].needed = NeededWorkerAccount(
            key: key, configuredAt: .epoch, collectionDisabledSince: Self.disabled, blockedAmount: blockedAmount,
            blockedAmountTs: Self.blocked)
        worker[key].account = WorkerAccount(Sample.update(key) { $0.principal = 10_000 }, now: Sample.now)
        if isHoarded { worker.state.hoardedCurrencies = [Sample.debtor] }
        return worker
    }

    private func calculate(_ collector: CreditorID, turn: TurnID = Sample.turnID) -> any InboxMessage {
        CalculateSurplus(collectorID: collector, debtorID: Sample.debtor, turnID: turn, ts: Sample.now)
    }

    private func surplus(_ worker: PlayedWorker, _ collector: CreditorID) -> WorkerAccount.Surplus {
        worker.state.collectorAccounts[AccountKey(creditor: collector, debtor: Sample.debtor)]!.account!.surplus
    }

    @Test("a primary collector keeps its surplus, to sell it")
    func kept() {
        var worker = worker(Self.primary)
        let effects = worker.handle(calculate(Self.primary))
        let key = AccountKey(creditor: Self.primary, debtor: Sample.debtor)
        #expect(effects.collectorChanges == [CollectorChange(key: key, step: .enabled)] && effects.messages.isEmpty)
        let result = surplus(worker, Self.primary)
        #expect((8950...9050).contains(result.amount) && result.ts == Sample.now && result.lastTransferNumber == 1)
        let after = worker.state
        #expect(worker.handle(calculate(Self.primary)) == Effects() && worker.state == after)
    }

    @Test(
        "another collector moves it to the primary one, and the primary one to the owner when he hoards the currency",
        arguments: [
            (Sample.collector, false, primary), (Sample.collector, true, primary), (primary, true, WorkerRules().owner),
        ])
    func moved(collector: CreditorID, isHoarded: Bool, recipient: CreditorID) throws {
        var worker = worker(collector, isHoarded: isHoarded)
        let effects = worker.handle(calculate(collector))
        let attempt = try #require(worker.state.attempts.values.first)
        #expect(attempt.key.recipient == recipient && attempt.key.kind == .moving && attempt.collectionStartedAt == Sample.now)
        #expect((8950...9050).contains(attempt.nominalAmount))
        #expect(effects.messages == [.accountIDRequest(attempt.accountIDRequest(ts: Sample.now))])
        let result = surplus(worker, collector)
        #expect(result.amount == 0 && result.lastMovingTurn == Sample.turnID && result.ts == Sample.now)
    }

    @Test("a surplus is moved once in a turn")
    func movedOnce() {
        var worker = worker(Sample.collector)
        worker[Sample.collectorAccount].account!.surplus.lastMovingTurn = Sample.turnID
        worker.handle(calculate(Sample.collector))
        #expect(worker.state.attempts.isEmpty && surplus(worker, Sample.collector).amount > 8000)
    }

    @Test("nothing is computed before the authority has reported the account, or twice")
    func unknown() {
        for change in [
            { $0.needed!.collectionDisabledSince = nil }, { $0.needed!.blockedAmountTs = .epoch },
            { $0.account!.lastHeartbeatTs = Self.blocked.adding(seconds: 36 * 3600) }, { $0.account!.surplus.ts = Self.disabled },
            { $0.account = nil }, { $0.needed = nil },
        ] as [(inout CollectorAccountState) -> Void] {
            var worker = worker(Self.primary)
            change(&worker[AccountKey(creditor: Self.primary, debtor: Sample.debtor)])
            let before = worker.state
            #expect(worker.handle(calculate(Self.primary)) == Effects() && worker.state == before)
        }
    }

    @Test("what is owed is no surplus")
    func owed() {
        var worker = worker(Self.primary, blockedAmount: 20_000)
        worker.handle(calculate(Self.primary))
        #expect(surplus(worker, Self.primary).amount == 0)
    }

    @Test("what may be owed is what is locked, planned or moving")
    func blockedAmount() throws {
        func lock(_ max: Int64) -> AccountLock {
            AccountLock(
                key: Sample.collectorAccount, turn: 1, requestID: 1, collector: 2, initiatedAt: Sample.now, amount: -5, maxLockedAmount: max
            )
        }
        let plan = DispatchingStatus.Plan(amountToSend: 7, amountToDispatch: 11)
        #expect(NeededWorkerAccount.blockedAmount(lock: lock(1500), statuses: [plan], movings: [3]) == 1500 + 7 + 11 + 3 + 1)
        var released = lock(1500)
        released.prepared = .init(transferID: 1, finalizedAt: Sample.now)
        released.release = .init(at: Sample.now, creationDate: .epoch, transferNumber: 0)
        #expect(NeededWorkerAccount.blockedAmount(lock: released, statuses: [], movings: []) == 0)
        #expect(NeededWorkerAccount.blockedAmount(lock: lock(.max), statuses: [plan, plan], movings: [1e300]) == .max)
    }

    @Test("a collector is looked at when it has been out of use for long enough, once")
    func waits() {
        var needed = NeededWorkerAccount(key: Sample.collectorAccount, configuredAt: .epoch)
        #expect(!needed.needsBlockedAmount(Sample.rules, now: Sample.now) && !needed.isBroken(nil))
        needed.follow(disabledAt: Sample.now.adding(days: -14))
        #expect(!needed.needsBlockedAmount(Sample.rules, now: Sample.now))
        #expect(needed.needsBlockedAmount(Sample.rules, now: Sample.now.adding(microseconds: 1)) && !needed.isBroken(nil))
        needed.blockedAmountTs = Sample.now
        #expect(!needed.needsBlockedAmount(Sample.rules, now: Sample.now.adding(days: 30)))
        #expect(needed.isBroken(nil) && !needed.isBroken(WorkerAccount(Sample.update(), now: Sample.now)))
    }

    // MARK: Bids (TW 23.7)

    private func bid(surplus: Int64, spent: Int64 = 0, isHoarded: Bool = false, isDisabled: Bool = false, rate: Double = 0) -> Int64 {
        var account = WorkerAccount(Sample.update { $0.demurrageRate = rate }, now: Sample.now)
        account.surplus = .init(amount: surplus, ts: Sample.now, spentAmount: spent)
        return account.bidAmount(isHoarded: isHoarded, isDisabled: isDisabled, deadline: Sample.now.adding(days: 30), now: Sample.now)
    }

    @Test("a collector sells what is certainly left of its surplus, or buys what is hoarded")
    func bids() {
        #expect(bid(surplus: 10_000) == -9998)
        #expect(bid(surplus: 10_000, spent: 4000) == -5998)
        #expect(bid(surplus: 10_000, spent: 10_000) == 0 && bid(surplus: 1) == 0)
        #expect(bid(surplus: 10_000, isDisabled: true) == 0)
        #expect(bid(surplus: 10_000, isHoarded: true) == .max)
        let afterDemurrage = bid(surplus: 10_000, rate: -50)
        #expect(afterDemurrage > -9000 && afterDemurrage < -8900)
        var gone = WorkerAccount(Sample.update { $0.configFlags = 1 }, now: Sample.now)
        gone.surplus.amount = 10_000
        #expect(gone.bidAmount(isHoarded: true, isDisabled: false, deadline: Sample.now, now: Sample.now) == 0)
    }

    @Test("the owner's peg counts for what he hoards, else the issuer's")
    func pegs() {
        let account = WorkerAccount(Sample.update(), now: Sample.now)
        let link = CurrencyTree.Link(currency: CurrencyID(5), rate: 0.5)
        func bid(_ hoarded: HoardedCurrency?, _ peg: CurrencyTree.Link?) -> Bid {
            account.bid(hoarded: hoarded, issuerPeg: peg, isDisabled: false, deadline: Sample.now, now: Sample.now)
        }
        let owners = bid(HoardedCurrency(debtor: Sample.debtor, peg: OwnPeg(debtor: 9, exchangeRate: 3)), link)
        #expect(owners.pegCurrency.rawValue == 9 && owners.pegRate == 3 && owners.amount == .max)
        #expect(bid(nil, link).pegCurrency.rawValue == 5 && bid(nil, link).pegRate == 0.5)
        #expect(bid(nil, nil).pegCurrency.rawValue == 0 && bid(nil, nil).pegRate.isNaN)
        #expect(bid(HoardedCurrency(debtor: Sample.debtor, peg: nil), link).pegRate.isNaN)
    }
}
