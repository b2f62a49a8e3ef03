import SMPProtocol
import TestSupport

@testable import Trade

/// Random rows of a worker's database: each as the table allows it, whether anything could lead to it or not. There are so few keys that
/// messages meet them.
struct RandomRows {
    static let users: [CreditorID] = [0x200_0000_0001, 0x200_0000_0002, 0x200_0000_0003, -5]
    static let collectors: [CreditorID] = [0x100_0000_0001, 0x100_0000_0002, 0x100_0000_03a6]
    static let debtors: [DebtorID] = [666, -7]
    static let turns: [TurnID] = [7, 8, TurnID(.min)]
    /// The first two look the same.
    static let locators = ["https://example.com/\u{E9}?\"\\{},'", "https://example.com/e\u{301}?\"\\{},'", ""]

    var random: SplitMix64
    /// Request numbers 1... that rows have.
    private(set) var requestCount: Int64 = 0
    /// What most messages are about.
    var known = WorkerState()

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    // MARK: Values

    mutating func chance(_ n: Int = 2) -> Bool { random.oneIn(n) }
    mutating func maybe<T>(_ value: (inout RandomRows) -> T) -> T? { chance() ? value(&self) : nil }
    mutating func moment() -> Timestamp { Sample.now.adding(seconds: Int64.random(in: -60 * 86_400...60 * 86_400, using: &random)) }
    mutating func amount() -> Int64 { random.pick([2, 1000, 9000, 10_000, 1 << 53, (1 << 53) + 1]) }
    mutating func anyInteger() -> Int64 { random.pick([.min, -1, 0, 1, 5000, .max]) }
    mutating func number() -> TransferNumber { random.pick([0, 1, 9, TransferNumber(Int64.max - 1000)]) }
    mutating func date() -> CalendarDate { random.pick([.epoch, Sample.birthday, CalendarDate(rawValue: 20_500)]) }
    mutating func name() -> AccountID { random.pick([AccountID.none, Sample.account("acc"), Sample.account("a \"\\{},b")]) }
    mutating func creditor() -> CreditorID { random.pick(Self.users + Self.collectors) }
    mutating func key() -> AccountKey { AccountKey(creditor: creditor(), debtor: random.pick(Self.debtors)) }
    /// Nine of ten are those of known rows.
    mutating func key<Key: Comparable, Row>(of rows: [Key: Row]) -> Key? {
        rows.isEmpty || chance(10) ? nil : random.pick(rows.keys.sorted())
    }
    mutating func status() -> StatusKey {
        StatusKey(collector: random.pick(Self.collectors), turn: random.pick(Self.turns), debtor: random.pick(Self.debtors))
    }
    /// With somebody else than the collector.
    mutating func leg() -> LegKey {
        let status = status()
        return LegKey(status, random.pick((Self.users + Self.collectors).filter { $0 != status.collector }))
    }
    mutating func peg() -> CoinInfo.Peg {
        CoinInfo.Peg(locator: random.pick(Self.locators), debtor: random.pick(Self.debtors), exchangeRate: random.pick([0, 0.1, 1e300]))
    }
    mutating func info() -> CoinInfo {
        CoinInfo(debtor: random.pick(Self.debtors), peg: maybe { $0.peg() }, willNotChangeUntil: maybe { $0.moment() })
    }

    private mutating func requestID() -> CoordinatorRequestID {
        requestCount += 1
        return CoordinatorRequestID(requestCount)
    }

    // MARK: Rows

    mutating func policy(_ key: AccountKey) -> TradingPolicy {
        var policy = TradingPolicy(key: key)
        if chance() {
            policy.ledger = .init(
                mark: .init(updateID: random.pick([1, 5, UpdateID(.max)]), ts: moment()), accountID: name(), accountIDIsObsolete: chance(),
                creationDate: date(), principal: anyInteger(), lastTransferNumber: number())
        }
        if chance() {
            policy.wishes = .init(
                mark: .init(updateID: random.pick([1, 5]), ts: moment()), policyName: maybe { $0.random.pick(["", "conservative", "ж"]) },
                minPrincipal: anyInteger(), maxPrincipal: anyInteger(), peg: maybe { OwnPeg(debtor: $0.key().debtor, exchangeRate: 0.1) })
        }
        if chance() {
            policy.flags = .init(mark: .init(updateID: random.pick([1, 5]), ts: moment()), configFlags: random.pick([0, 1, -1]))
        }
        return policy
    }

    mutating func claim(_ debtor: DebtorID) -> DebtorLocatorClaim {
        var claim = DebtorLocatorClaim(debtor: debtor, latestDiscoveryFetchAt: moment())
        claim.locator = maybe { .init(iri: $0.random.pick(Self.locators), latestFetchAt: $0.moment()) }
        claim.forcedLocatorRefetchAt = maybe { $0.moment() }
        return claim
    }

    mutating func fetch(_ key: FetchKey) -> DebtorInfoFetch {
        var fetch = DebtorInfoFetch(
            key: key, isLocatorFetch: chance(), isDiscoveryFetch: chance(), forcedIRI: maybe { $0.random.pick(Self.locators) },
            recursionLevel: random.pick([0, 3, .max]), insertedAt: moment(), nextAttemptAt: moment())
        if chance() {
            fetch.attemptsCount = random.pick([1, .max])
            fetch.latestAttempt = .init(at: moment(), errorCode: maybe { $0.random.pick([404, 500]) })
        }
        return fetch
    }

    mutating func collector(_ key: AccountKey) -> CollectorAccountState {
        var collector = CollectorAccountState()
        if !chance(3) {
            collector.needed = NeededWorkerAccount(
                key: key, configuredAt: moment(), collectionDisabledSince: maybe { $0.moment() }, blockedAmount: amount(),
                blockedAmountTs: moment())
        }
        if !chance(3) {
            var account = WorkerAccount(
                Sample.update(key, ts: moment()) {
                    $0.interest = 0.1; $0.interestRate = -3.3
                }, now: Sample.now)
            account.accountID = name()
            account.debtorInfoIRI = maybe { $0.random.pick(Self.locators) }
            account.principal = amount()
            account.demurrageRate = random.pick([-100, -50, 0])
            account.lastChangeSeqnum = SequenceNumber(random.pick([.min, 0, .max]))
            account.surplus = .init(
                amount: amount(), ts: moment(), spentAmount: amount(), lastTransferNumber: number(), lastMovingTurn: random.pick(Self.turns)
            )
            collector.account = account
        }
        var changes: [InterestRateChange] = []
        for hour in 0..<Int.random(in: 0...3, using: &random) {
            let ts = Sample.now.adding(seconds: Int64(-hour) * 3600)
            changes.append(InterestRateChange(ts: ts, rate: random.pick([-100, -3.3, 0, 1e30])))
        }
        collector.rates = InterestRateHistory(changes)
        return collector
    }

    mutating func lock(_ key: AccountKey) -> AccountLock {
        var lock = AccountLock(
            key: key, turn: random.pick(Self.turns), requestID: requestID(), collector: random.pick(Self.collectors), initiatedAt: moment(),
            amount: random.pick([-amount(), amount(), 0]), maxLockedAmount: amount())
        lock.prepared = maybe { .init(transferID: $0.random.pick([55, 56, -1]), finalizedAt: $0.maybe { $0.moment() }) }
        if lock.prepared?.finalizedAt != nil {
            lock.release = maybe { .init(at: $0.moment(), creationDate: $0.date(), transferNumber: $0.number()) }
        }
        lock.hasBeenRevised = chance()
        return lock
    }

    mutating func status(_ key: StatusKey) -> DispatchingStatus {
        var status = DispatchingStatus(
            key: key, insertedAt: moment(),
            plan: .init(
                amountToCollect: amount(), amountToSend: amount(), amountToReceive: amount(), numberToReceive: random.pick([0, .max]),
                amountToDispatch: amount()))
        status.awaitsSignal = chance()
        guard chance() else { return status }
        status.totalCollectedAmount = random.pick([0, status.plan.amountToCollect])
        status.allSent = chance()
        if status.allSent { status.totalReceivedAmount = maybe { $0.random.pick([0, $0.amount(), .max]) } }
        return status
    }

    mutating func attempt(_ key: AttemptKey) -> TransferAttempt {
        var attempt = TransferAttempt(
            key: key, nominalAmount: random.pick([1, 8999.5, 1e18]), collectionStartedAt: moment(), insertedAt: moment())
        attempt.recipientVersion = anyInteger()
        attempt.backoffCounter = random.pick([0, 3, .max])
        attempt.recipient = name()
        guard !attempt.recipient.isEmpty, chance() else {
            attempt.rescheduledFor = maybe { $0.moment() }
            return attempt
        }
        attempt.latestTry = .init(attemptedAt: moment(), requestID: requestID(), finalInterestRateTs: moment(), amount: amount())
        attempt.latestTry?.commit = maybe { .init(transferID: $0.random.pick([55, 56]), finalizedAt: $0.moment()) }
        guard chance() else { return attempt }
        attempt.failureCode = random.pick([.unspecified, .timeout, .newerInterestRate, .recipientIsUnreachable])
        attempt.rescheduledFor = maybe { $0.moment() }
        if attempt.failureCode == .unspecified && attempt.rescheduledFor == nil { attempt.fatalError = maybe { _ in "SENDER_IS_UNKNOWN" } }
        return attempt
    }
}

extension RandomRows {
    /// A whole database, in which about half of all possible rows exist.
    mutating func state() -> WorkerState {
        var state = WorkerState()
        for creditor in Self.users + Self.collectors {
            for debtor in Self.debtors { addAccount(AccountKey(creditor: creditor, debtor: debtor), to: &state) }
        }
        for debtor in Self.debtors {
            if chance() { state.claims[debtor] = claim(debtor) }
            if chance() { state.recentlyNeeded[debtor] = moment() }
            if chance() { state.hoardedCurrencies.insert(debtor) }
            for locator in Self.locators where chance() {
                let key = FetchKey(iri: locator, debtor: debtor)
                state.fetches[key] = fetch(key)
                state.documents[ExactText(locator)] = DebtorInfoDocument(locator: locator, info: info(), fetchedAt: moment())
            }
        }
        for turn in Self.turns where !chance(4) { state.turns[turn] = Sample.turn(random.pick(WorkerTurnState.allCases), id: turn) }
        for _ in 0..<8 { addTransfers(status(), to: &state) }
        return state
    }

    private mutating func addAccount(_ key: AccountKey, to state: inout WorkerState) {
        if chance() { state.policies[key] = policy(key) }
        if chance() { state.locks[key] = lock(key) }
        if chance() {
            let participation = ParticipationKey(account: key, turn: random.pick(Self.turns))
            state.participations[participation] = CreditorParticipation(
                key: participation, amount: random.pick([-amount(), amount()]), collector: random.pick(Self.collectors))
        }
        guard Self.collectors.contains(key.creditor) else { return }
        state.collectorAccounts[key] = collector(key)
        if chance() {
            state.usableCollectors[key.debtor, default: []].append(
                UsableCollector(key: key, accountID: Sample.account("c"), disabledAt: maybe { $0.moment() }))
        }
    }

    private mutating func addTransfers(_ key: StatusKey, to state: inout WorkerState) {
        state.statuses[key] = status(key)
        let others = (Self.users + Self.collectors).filter { $0 != key.collector }
        for other in others where chance() {
            let leg = LegKey(key, other)
            state.collectings[leg] = WorkerCollecting(key: leg, amount: amount(), isCollected: chance(), purgeAfter: moment())
            state.sendings[leg] = WorkerSending(key: leg, amount: amount(), purgeAfter: moment())
            state.receivings[leg] = WorkerReceiving(
                key: leg, expectedAmount: amount(), receivedAmount: random.pick([0, amount()]), purgeAfter: moment())
            state.dispatchings[leg] = WorkerDispatching(key: leg, amount: amount(), purgeAfter: moment())
            // None but those of stages that have begun.
            var kinds: [TransferKind] = [.moving]
            if state.statuses[key]?.hasStartedSending == true { kinds.append(.sending) }
            if state.statuses[key]?.hasStartedDispatching == true { kinds.append(.dispatching) }
            let attempt = AttemptKey(status: key, recipient: other, kind: random.pick(kinds))
            state.attempts[attempt] = self.attempt(attempt)
        }
    }
}
