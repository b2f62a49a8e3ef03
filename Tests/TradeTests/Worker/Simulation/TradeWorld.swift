import SMPProtocol
import TestSupport

@testable import Trade

/// Two workers, an authority, a solver, users, and a network that delivers in any order, doubles, and loses.
struct TradeWorld {
    enum Envelope {
        case toWorker(Int, any InboxMessage)
        case toAuthority(Outgoing)
    }

    /// How far the turn is, for all.
    enum Stage {
        case idle, locking, solved
    }

    struct Wish {
        let key: AccountKey
        /// The principal that the user wants to have.
        let target: Int64
        let start: Int64
    }

    static let debtors: [DebtorID] = [666, -7]
    static let collectors: [CreditorID] = [0x100_0000_0001, 0x100_0000_0002, 0x100_0000_0003]

    let realms = ["0.#", "1.#"].map { ShardingRealm(bindingKey: $0)! }
    var isLossy: Bool
    var random: SplitMix64
    var now = Sample.now
    var workers: [PlayedWorker]
    var authority = SimulatedAuthority(rules: Sample.rules)
    var pool: [Envelope] = []
    var delayed: [Int: [DelayedAccountTransfer]] = [:]
    var stage = Stage.idle
    var turn: TurnID = 0
    var results: [TurnID: SimulatedResults] = [:]
    var wishes: [Wish] = []
    /// All amounts with which a transfer was finalized before the authority had done so.
    var outcomes: [TransferID: Set<Int64>] = [:]
    /// What the first worker was given, when somebody wants to repeat it.
    struct Batch: Sendable {
        let before: WorkerState
        let messages: [any InboxMessage]
        let moment: Timestamp
        let pick: UInt64
        let effects: Effects
        let after: WorkerState
    }

    var keepsJournal = false
    var journal: [Batch] = []
    /// The nominal amounts of all attempts that have ever been.
    var nominals: [AttemptKey: Double] = [:]

    init(seed: UInt64, isLossy: Bool) {
        self.isLossy = isLossy
        random = SplitMix64(seed: seed)
        workers = realms.map { _ in PlayedWorker() }
        for debtor in Self.debtors {
            for collector in Self.collectors { addCollector(AccountKey(creditor: collector, debtor: debtor)) }
            for number in 1...8 as ClosedRange<Int64> {
                addUser(AccountKey(creditor: CreditorID(0x200_0000_0000 + number), debtor: debtor))
            }
        }
    }

    private mutating func addCollector(_ key: AccountKey) {
        let id = AccountID("c-\(key.creditor)")!
        authority.accounts[key] = .init(id: id, balance: 0)
        for index in workers.indices {
            workers[index].state.usableCollectors[key.debtor, default: []].append(
                UsableCollector(key: key, accountID: id, disabledAt: nil))
        }
        let owner = owner(key.creditor)
        workers[owner][key].needed = NeededWorkerAccount(key: key, configuredAt: now)
        _ = workers[owner].handle(authority.update(key, now: now))
    }

    private mutating func addUser(_ key: AccountKey) {
        let start = Int64.random(in: 0...40_000, using: &random)
        let target = Int64.random(in: 0...40_000, using: &random)
        authority.accounts[key] = .init(id: AccountID("u-\(key.creditor)")!, balance: start)
        wishes.append(Wish(key: key, target: target, start: start))
        let owner = owner(key.creditor)
        _ = workers[owner].handle(
            authority.ledger(key, now: now), Sample.policy(key, min: target, max: target, ts: now))
    }

    func owner(_ creditor: CreditorID) -> Int { realms.firstIndex { $0.contains(creditor) }! }

    mutating func chance(_ n: Int) -> Bool { random.oneIn(n) }

    // MARK: The network

    /// To the worker that is responsible; authorities' messages may get lost, and every message may come twice.
    mutating func post(_ message: any SMPMessage) {
        let kind = type(of: message).kind
        guard !(isLossy && kind.isSMP && chance(15)), let incoming = message as? any InboxMessage else { return }
        let subject = ShardSubject(kind, message.address, at: .trade)
        let worker = realms.firstIndex { $0.contains(subject) }!
        for _ in 0..<(chance(8) ? 2 : 1) { pool.append(.toWorker(worker, incoming)) }
    }

    mutating func send(_ messages: [Outgoing]) {
        for message in messages {
            switch message {
            case .prepareTransfer, .finalizeTransfer, .configureAccount:
                if case .finalizeTransfer(let m) = message, authority.prepared[m.transferID] != nil {
                    outcomes[m.transferID, default: []].insert(m.committedAmount)
                }
                guard !(isLossy && chance(15)) else { continue }
                for _ in 0..<(chance(8) ? 2 : 1) { pool.append(.toAuthority(message)) }
            default: post(message.message)
            }
        }
    }

    /// Delivers some messages, in any order; several for one worker are a batch.
    mutating func deliver(atMost limit: Int) {
        pool.shuffle(using: &random)
        let envelopes = pool.suffix(Int.random(in: 1...limit, using: &random))
        pool.removeLast(envelopes.count)
        var batches: [Int: [any InboxMessage]] = [:]
        for envelope in envelopes {
            switch envelope {
            case .toWorker(let index, let message): batches[index, default: []].append(message)
            case .toAuthority(let message): for answer in authority.receive(message, now: now) { post(answer) }
            }
        }
        for (index, batch) in batches.sorted(by: { $0.key < $1.key }) { handle(index, batch) }
    }

    private mutating func handle(_ index: Int, _ batch: [any InboxMessage]) {
        workers[index].now = now
        workers[index].pick = random.next()
        let before = workers[index].state
        let effects = workers[index].handle(batch)
        if keepsJournal && index == 0 {
            journal.append(
                Batch(
                    before: before, messages: batch, moment: now, pick: workers[index].pick, effects: effects, after: workers[index].state))
        }
        for (key, attempt) in workers[index].state.attempts { nominals[key] = attempt.nominalAmount }
        delayed[index, default: []] += effects.delayedTransfers
        send(effects.messages)
    }

    // MARK: What workers do by themselves

    mutating func dispatch(_ index: Int) {
        var effects = Effects()
        for key in workers[index].state.statuses.keys.sorted() {
            let state = workers[index].state
            let open = OpenLegs(
                hasUncollected: (state.collectings[key] ?? [:]).values.contains { !$0.isCollected },
                hasSendings: !(state.sendings[key] ?? [:]).isEmpty,
                hasUnreceived: (state.receivings[key] ?? [:]).values.contains { $0.receivedAmount == 0 },
                hasDispatchings: !(state.dispatchings[key] ?? [:]).isEmpty)
            guard let progress = state.statuses[key]!.progress(open) else { continue }
            workers[index].state.statuses[key]!.advance(progress, now: now, effects: &effects)
            if progress == .finished { workers[index].state.statuses[key] = nil }
        }
        let ready = (delayed[index] ?? []).filter { workers[index].state.turns[$0.turn]?.hasResults == true }
        delayed[index]?.removeAll { workers[index].state.turns[$0.turn]?.hasResults == true }
        send(effects.messages + ready.map { .accountTransfer($0.message) })
    }

    mutating func triggerDueAttempts(_ index: Int) {
        for (key, attempt) in workers[index].state.attempts where (attempt.rescheduledFor ?? .latest) <= now {
            workers[index].state.attempts[key]!.rescheduledFor = nil
            send([.triggerTransfer(attempt.trigger(ts: now))])
        }
    }

    // MARK: Turns

    mutating func beginTurn() {
        turn = TurnID(turn.rawValue + 1)
        stage = .locking
        for index in workers.indices {
            workers[index].now = now
            workers[index].state.turns[turn] = Sample.turn(.lockingAccounts, id: turn, startedAt: now)
            for policy in workers[index].state.policies.values.sorted(by: { $0.key < $1.key }) {
                let amount = policy.bidAmount(workers[index].rules)
                guard amount.magnitude >= 1000 else { continue }
                send([
                    .candidateOffer(
                        CandidateOffer(
                            turnID: turn, debtorID: policy.key.debtor, creditorID: policy.key.creditor, amount: amount,
                            lastTransferNumber: policy.ledger.lastTransferNumber, accountCreationDate: policy.ledger.creationDate, ts: now))
                ])
            }
        }
    }

    mutating func solve() {
        var offers: [PouredOffer] = []
        for index in workers.indices {
            workers[index].state.turns[turn]!.state = .awaitingTrades
            offers += workers[index].state.locks.values.sorted { $0.key < $1.key }.compactMap { $0.offer(in: turn) }
        }
        results[turn] = SimulatedResults(turn, offers, collectors: Self.collectors, random: &random)
        stage = .solved
    }

    mutating func takeResults(_ index: Int) {
        guard stage == .solved, workers[index].state.turns[turn]!.state == .awaitingTrades else { return }
        workers[index].now = now
        let started = Sample.turn(.settling, id: turn, startedAt: now)
        workers[index].state.turns[turn] = started
        let realm = realms[index]
        send(workers[index].take(results[turn]!, deadline: started.turn.collectionDeadline!) { realm.contains($0) })
        if workers.allSatisfy({ $0.state.turns[turn]!.state == .settling }) { stage = .idle }
    }
}
