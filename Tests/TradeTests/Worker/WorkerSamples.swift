import CircularTrade
import SMPProtocol

@testable import Trade

/// Values that most tests of the worker start from.
enum Sample {
    static let now = Timestamp(iso8601: "2026-03-01T00:00:00Z")!
    static let birthday = CalendarDate(year: 2024, month: 5, day: 1)!
    static let debtor: DebtorID = 666
    static let creditor: CreditorID = 0x200_0000_0001
    static let collector: CreditorID = 0x100_0000_0001
    static let otherCollector: CreditorID = 0x100_0000_0002
    static let turnID: TurnID = 7
    static let rules = WorkerRules()
    static let user = AccountKey(creditor: creditor, debtor: debtor)
    static let collectorAccount = AccountKey(creditor: collector, debtor: debtor)
    static let status = StatusKey(collector: collector, turn: turnID, debtor: debtor)

    static func account(_ name: String) -> AccountID { AccountID(name)! }

    static func turn(
        _ state: WorkerTurnState, id: TurnID = turnID, startedAt: Timestamp = now, deadlineAfterDays days: Int64 = 30
    ) -> WorkerTurn {
        WorkerTurn(
            turn: Turn(
                id: id, startedAt: startedAt,
                rules: MarketRules(baseLocator: "https://example.com/101", baseCurrency: CurrencyID(101), minTradeAmount: 1000),
                phase: state.phase, phaseDeadline: state.phase < .givingAndTaking ? startedAt.adding(seconds: 3600) : nil,
                collectionStartedAt: state.phase < .givingAndTaking ? nil : startedAt,
                collectionDeadline: state.phase < .gatheringOffers ? nil : startedAt.adding(days: days)),
            state: state)
    }

    // MARK: Messages

    static func ledger(
        _ key: AccountKey = user, updateID: UpdateID = 1, accountID: String = "acc", principal: Int64 = 0, number: TransferNumber = 0,
        ts: Timestamp = now
    ) -> UpdatedLedger {
        UpdatedLedger(
            debtorID: key.debtor, creditorID: key.creditor, updateID: updateID, accountID: account(accountID), creationDate: birthday,
            principal: principal, lastTransferNumber: number, ts: ts)
    }

    static func policy(
        _ key: AccountKey = user, updateID: UpdateID = 1, name: String? = "conservative", min: Int64 = .min, max: Int64 = .max,
        peg: (DebtorID, Double)? = nil, ts: Timestamp = now
    ) -> UpdatedPolicy {
        UpdatedPolicy(
            debtorID: key.debtor, creditorID: key.creditor, updateID: updateID, policyName: name, minPrincipal: min, maxPrincipal: max,
            pegExchangeRate: peg?.1, pegDebtorID: peg?.0, ts: ts)
    }

    static func flags(_ key: AccountKey = user, updateID: UpdateID = 1, flags: Int32, ts: Timestamp = now) -> UpdatedFlags {
        UpdatedFlags(debtorID: key.debtor, creditorID: key.creditor, updateID: updateID, configFlags: flags, ts: ts)
    }

    /// About a collector's account, eligible and with an identity, unless changed.
    static func update(_ key: AccountKey = collectorAccount, ts: Timestamp = now, _ change: (inout AccountUpdate) -> Void = { _ in })
        -> AccountUpdate
    {
        var m = AccountUpdate(
            debtorID: key.debtor, creditorID: key.creditor, creationDate: birthday, lastChangeTs: ts, lastChangeSeqnum: 0, principal: 1000,
            interest: 0, interestRate: 0, lastInterestRateChangeTs: .epoch, lastConfigTs: .epoch, lastConfigSeqnum: 0,
            negligibleAmount: 1e30,
            configFlags: 0, configData: "", accountID: account("c-\(key.creditor)"), debtorInfoIRI: "https://example.com/666",
            debtorInfoContentType: "", debtorInfoSHA256: "", lastTransferNumber: 0, lastTransferCommittedAt: .epoch, demurrageRate: -50,
            commitPeriod: 30 * 86_400, transferNoteMaxBytes: 500, ts: ts, ttl: 1_000_000)
        change(&m)
        return m
    }

    static func offer(_ key: AccountKey = user, amount: Int64, number: TransferNumber = 0, turn: TurnID = turnID) -> CandidateOffer {
        CandidateOffer(
            turnID: turn, debtorID: key.debtor, creditorID: key.creditor, amount: amount, lastTransferNumber: number,
            accountCreationDate: birthday, ts: now)
    }

    static func prepared(
        _ key: AccountKey = user, request: CoordinatorRequestID = 1, transfer: TransferID = 55, locked: Int64 = 0,
        demurrageRate: Double = -50, deadline: Timestamp = .farFuture
    ) -> PreparedTransfer {
        PreparedTransfer(
            debtorID: key.debtor, creditorID: key.creditor, coordinatorType: .agent, coordinatorID: CoordinatorID(key.creditor),
            coordinatorRequestID: request, transferID: transfer, lockedAmount: locked, recipient: .none, preparedAt: now,
            demurrageRate: demurrageRate, deadline: deadline, finalInterestRateTs: .farFuture, ts: now)
    }

    static func rejected(_ key: AccountKey = user, request: CoordinatorRequestID = 1, _ status: String = "INSUFFICIENT_AVAILABLE_AMOUNT")
        -> RejectedTransfer
    {
        RejectedTransfer(
            debtorID: key.debtor, creditorID: key.creditor, coordinatorType: .agent, coordinatorID: CoordinatorID(key.creditor),
            coordinatorRequestID: request, statusCode: status, totalLockedAmount: 0, ts: now)
    }

    static func finalized(
        _ key: AccountKey = user, request: CoordinatorRequestID = 1, transfer: TransferID = 55, committed: Int64, _ status: String = "OK"
    ) -> FinalizedTransfer {
        FinalizedTransfer(
            debtorID: key.debtor, creditorID: key.creditor, coordinatorType: .agent, coordinatorID: CoordinatorID(key.creditor),
            coordinatorRequestID: request, transferID: transfer, committedAmount: committed, statusCode: status, totalLockedAmount: 0,
            preparedAt: now, ts: now)
    }

    static func transfer(
        _ kind: AgentTransferNote.Kind, _ first: CreditorID, _ second: CreditorID, to owner: CreditorID, _ amount: Int64,
        number: TransferNumber = 9, turn: TurnID = turnID, format: String = AgentTransferNote.format
    ) -> AccountTransfer {
        AccountTransfer(
            transferNoteFormat: format,
            transferNote: AgentTransferNote(turnID: turn, kind: kind, firstID: first, secondID: second).text, debtorID: debtor,
            creditorID: owner, coordinatorType: .agent, creationDate: birthday, transferNumber: number, sender: .none, recipient: .none,
            acquiredAmount: amount, committedAt: now, principal: 0, ts: now, previousTransferNumber: TransferNumber(number.rawValue - 1))
    }
}

/// A worker's database in memory. What a batch of messages is about is loaded by the keys that the real one is asked for.
struct PlayedWorker {
    var state = WorkerState()
    var rules = Sample.rules
    var now = Sample.now
    var lastRequestID: Int64 = 0
    /// What collectors are chosen by.
    var pick: UInt64 = 0
    /// What all decisions together have left.
    var effects = Effects()

    /// Handles a batch, and answers with what it leaves.
    @discardableResult
    mutating func handle(_ messages: any InboxMessage...) -> Effects { handle(messages) }

    @discardableResult
    mutating func handle(_ messages: [any InboxMessage]) -> Effects {
        let before = self
        let keys = MessageScopeKeys(messages, rules)
        let loaded = keys.load(from: state)
        let ids = (0..<keys.requestIDCount).map { CoordinatorRequestID(lastRequestID + Int64($0) + 1) }
        lastRequestID += Int64(ids.count)
        let pick = pick
        var scope = MessageScope(loaded, rules: rules, now: now, requestIDs: Array(ids.reversed()), random: { pick })
        scope.handle(messages)
        state.store(scope.state, insteadOf: loaded)
        state.remove(scope.effects)
        effects.add(scope.effects)
        Rehearsal.journal?.note(.init(before: before, messages: messages, effects: scope.effects, after: state))
        return scope.effects
    }

    subscript(_ key: AccountKey) -> CollectorAccountState {
        get { state.collectorAccounts[key] ?? CollectorAccountState() }
        set { state.collectorAccounts[key] = newValue }
    }
}

extension Effects {
    fileprivate mutating func add(_ other: Effects) {
        messages += other.messages
        collectorChanges += other.collectorChanges
        neededCollectors += other.neededCollectors
        delayedTransfers += other.delayedTransfers
        explanations += other.explanations
        notices += other.notices
        wakeUps.formUnion(other.wakeUps)
    }

    /// The transfers that were committed or dismissed.
    var finalizations: [FinalizeTransfer] { messages.compactMap { if case .finalizeTransfer(let m) = $0 { m } else { nil } } }
    var preparations: [PrepareTransfer] { messages.compactMap { if case .prepareTransfer(let m) = $0 { m } else { nil } } }
    var fetches: [FetchDebtorInfo] { messages.compactMap { if case .fetchDebtorInfo(let m) = $0 { m } else { nil } } }
}

// MARK: The rooms around the scope, in memory

extension MessageScopeKeys {
    /// Loads what the keys name, and nothing else.
    func load(from all: WorkerState) -> WorkerState {
        var found = WorkerState()
        found.policies = all.policies.filter { policies.contains($0.key) }
        found.documents = all.documents.filter { documents.contains($0.key) }
        found.claims = all.claims.filter { claims.contains($0.key) }
        found.fetches = all.fetches.filter { fetches.contains($0.key) }
        found.collectorAccounts = all.collectorAccounts.filter { collectorAccounts.contains($0.key) || knownAccounts.contains($0.key) }
        found.recentlyNeeded = all.recentlyNeeded.filter { recentlyNeeded.contains($0.key) }
        found.usableCollectors = all.usableCollectors.filter { usableCollectors.contains($0.key) }
        found.hoardedCurrencies = all.hoardedCurrencies.filter(hoardedCurrencies.contains)
        found.locks = all.locks.filter { locks.contains($0.key) || requests.contains($0.value.requestKey) }
        let lockTurns = found.locks.values.map(\.turn)
        found.offeredTurns = all.turns.filter { offeredTurns.contains($0.key) }
        found.turns = all.turns.filter { turns.contains($0.key) || lockTurns.contains($0.key) }
        found.participations = all.participations.filter { participations.contains($0.key) }
        found.statuses = all.statuses.filter { statuses.contains($0.key) }
        for key in starting {
            found.collectings[key] = all.collectings[key]
            found.sendings[key] = all.sendings[key]
        }
        for key in dispatching {
            found.receivings[key] = all.receivings[key]
            found.dispatchings[key] = all.dispatchings[key]
        }
        for leg in collectings { if let row = all.collectings[leg] { found.collectings[leg] = row } }
        for leg in receivings { if let row = all.receivings[leg] { found.receivings[leg] = row } }
        found.attempts = all.attempts.filter { attempts.contains($0.key) || $0.value.requestKey.map(requests.contains) == true }
        return found
    }
}

extension WorkerState {
    /// Stores what has changed.
    mutating func store(_ new: WorkerState, insteadOf old: WorkerState) {
        Self.store(new.policies, insteadOf: old.policies, in: &policies)
        Self.store(new.documents, insteadOf: old.documents, in: &documents)
        Self.store(new.claims, insteadOf: old.claims, in: &claims)
        Self.store(new.fetches, insteadOf: old.fetches, in: &fetches)
        Self.store(new.collectorAccounts, insteadOf: old.collectorAccounts, in: &collectorAccounts)
        Self.store(new.recentlyNeeded, insteadOf: old.recentlyNeeded, in: &recentlyNeeded)
        Self.store(new.locks, insteadOf: old.locks, in: &locks)
        Self.store(new.participations, insteadOf: old.participations, in: &participations)
        Self.store(new.statuses, insteadOf: old.statuses, in: &statuses)
        Self.store(Self.flat(new.collectings), insteadOf: Self.flat(old.collectings)) { collectings[$0] = $1 }
        Self.store(Self.flat(new.receivings), insteadOf: Self.flat(old.receivings)) { receivings[$0] = $1 }
        Self.store(new.attempts, insteadOf: old.attempts, in: &attempts)
    }

    /// Removes what decisions say that is over.
    mutating func remove(_ effects: Effects) {
        for leg in effects.removedSendings { sendings[leg] = nil }
        for leg in effects.removedDispatchings { dispatchings[leg] = nil }
    }

    private static func flat<Leg>(_ legs: Legs<Leg>) -> [LegKey: Leg] {
        Dictionary(uniqueKeysWithValues: legs.flatMap { status, rows in rows.map { (LegKey(status, $0.key), $0.value) } })
    }

    private static func store<Key, Value: Equatable>(
        _ new: [Key: Value], insteadOf old: [Key: Value], in all: inout [Key: Value]
    ) {
        store(new, insteadOf: old) { all[$0] = $1 }
    }

    private static func store<Key, Value: Equatable>(
        _ new: [Key: Value], insteadOf old: [Key: Value], _ set: (Key, Value?) -> Void
    ) {
        for key in old.keys where new[key] == nil { set(key, nil) }
        for (key, value) in new where old[key] != value { set(key, value) }
    }
}
