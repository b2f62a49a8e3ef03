import Messaging
import NodeKit
import Persistence
import SMPProtocol
import Synchronization
import TestSupport
import Testing

@testable import Trade

/// Three currencies that are worth the same, and traders who each have too much of one and too little of the next, around a worker that
/// runs. Authority and solver are played; every step waits for what the one before has brought about.
final class LiveMarket: Sendable {
    private static let base: DebtorID = 101
    private static let currencies: [DebtorID] = [201, 202, 203]
    private static let collectors: [CreditorID] = [0x100_0000_0001, 0x100_0000_0002]
    private static let traders = 15
    private static let turn: TurnID = 7

    private let live: LiveTrade
    private let solver: SolverFixture
    private let authority: PlayedAuthority
    private let book = Mutex(SimulatedAuthority(rules: Sample.rules))
    /// All amounts with which each transfer was finalized, in the order in which they came.
    private let outcomes = Mutex<[TransferID: [Int64]]>([:])
    private let startTotals = Mutex<[DebtorID: Int64]>([:])
    private let taken = Mutex<Int64>(0)

    init(_ live: LiveTrade) async throws {
        self.live = live
        var settings = SolverFixture.settings
        settings.transfersLimit = 100_000
        settings.durations = TurnDurations(phase1: .hours(5), phase2: .hours(5))
        solver = SolverFixture(database: live.solver, store: SolverStore(database: live.solver), settings: settings)
        solver.clock.advance(seconds: SystemClock.now().seconds(since: noon))
        authority = try await PlayedAuthority(
            live.broker,
            .init(
                bindings: { Topology(queueBindings: [.init($0, to: "creditors_out", routingKey: "#")]) },
                outgoing: { LiveTrade.outgoing($0) }))
        await authority.answer { [self] message in answer(message) }
        for debtor in Self.currencies {
            for collector in Self.collectors { try await addCollector(AccountKey(creditor: collector, debtor: debtor)) }
        }
    }

    func close() async { await authority.stop() }

    private func answer(_ message: NodeMessage) -> [any SMPMessage] {
        let now = SystemClock.now()
        switch message {
        case .configure: return []
        case .prepare(let m): return book.withLock { $0.receive(.prepareTransfer(m), now: now) }
        case .finalize(let m):
            outcomes.withLock { $0[m.transferID, default: []].append(m.committedAmount) }
            return book.withLock { $0.receive(.finalizeTransfer(m), now: now) }
        }
    }

    private func addCollector(_ key: AccountKey) async throws {
        let id = AccountID("c-\(key.creditor)")!
        book.withLock { $0.accounts[key] = .init(id: id, balance: 0) }
        try await solver.run(
            """
            INSERT INTO collector_account (debtor_id, collector_id, collector_hash, account_id, status, latest_status_change_at)
            VALUES (\(key.debtor), \(key.creditor), \(key.creditor.shardingHash16), '\(id)', 2, '2026-01-01T00:00:00Z')
            """)
        _ = try await live.worker.pipeline([NeededAccountRows.insert([NeededWorkerAccount(key: key, configuredAt: SystemClock.now())])])
    }

    // MARK: What the worker is told

    private func greetings() -> [any SMPMessage] {
        let now = SystemClock.now()
        var messages: [any SMPMessage] = []
        for debtor in [Self.base] + Self.currencies {
            func locator(_ debtor: DebtorID) -> String { "https://example.com/\(debtor)" }
            let peg = debtor == Self.base ? nil : CoinInfo.Peg(locator: locator(Self.base), debtor: Self.base, exchangeRate: 1)
            messages.append(StoreDocument(CoinInfo(debtor: debtor, peg: peg, willNotChangeUntil: nil), at: locator(debtor), ts: now))
            messages.append(ConfirmDebtor(debtorID: debtor, debtorInfoLocator: locator(debtor), ts: now))
        }
        return messages
            + book.withLock { book in
                let updates = book.accounts.keys.sorted().map { book.update($0, now: now) as any SMPMessage }
                return updates + (0..<Self.traders).flatMap { Self.greetings(of: $0, &book, now) }
            }
    }

    private static func greetings(of number: Int, _ book: inout SimulatedAuthority, _ now: Timestamp) -> [any SMPMessage] {
        let creditor = CreditorID(0x200_0000_0001 + Int64(number))
        let amount = 20_000 + 1000 * Int64(number % 7)
        let accounts = [(currencies[number % 3], 2 * amount), (currencies[(number + 1) % 3], 0)]
        return accounts.flatMap { debtor, balance in
            let key = AccountKey(creditor: creditor, debtor: debtor)
            book.accounts[key] = .init(id: AccountID("u-\(creditor)-\(debtor)")!, balance: balance)
            let wish = Sample.policy(key, min: amount, max: amount, peg: (base, 1), ts: now)
            return [book.ledger(key, now: now), wish] as [any SMPMessage]
        }
    }

    // MARK: The turn

    /// A whole turn, from the first word that the worker hears to the last lock that it releases.
    ///
    /// - Parameter others: messages that are published among those of the market.
    func playTurn(amidst others: [OutgoingMessage]) async throws {
        let messages = greetings().map(LiveTrade.outgoing)
        startTotals.withLock { totals in
            for debtor in Self.currencies { totals[debtor] = book.withLock { $0.total(debtor) } }
        }
        try await live.broker.publish((messages + others).shuffled())
        try await wait(
            for: "everything is known",
            """
            SELECT (SELECT count(*) FROM trading_policy WHERE latest_ledger_update_id > 0 AND latest_policy_update_id > 0) = $1
                AND (SELECT count(*) FROM debtor_info_document) = 4 AND (SELECT count(debtor_info_locator) FROM debtor_locator_claim) = 4
                AND (SELECT count(*) FROM worker_account) = 6
            """, Int64(2 * Self.traders))
        let now = SystemClock.now()
        let turn = Turn(
            id: Self.turn, startedAt: now, rules: solver.settings.rules, phase: .gatheringCurrencies,
            phaseDeadline: now.adding(seconds: 18_000), collectionStartedAt: nil, collectionDeadline: nil)
        _ = try await live.solver.pipeline([TurnRows.insert(turn)])
        try await awaitSubphase(1, 10)
        _ = try await solver.store.openForOffers(Self.turn, durations: solver.settings.durations, at: SystemClock.now())
        try await wait(
            for: "everybody is locked",
            "SELECT (SELECT count(transfer_id) FROM account_lock) = $1 AND NOT EXISTS (SELECT FROM outbox_message)",
            Int64(2 * Self.traders))
        // It is time to write the offers, and then to solve.
        _ = try await live.worker.query("UPDATE worker_turn SET phase_deadline = now() + interval '30 minutes'")
        _ = try await live.solver.query("UPDATE turn SET phase_deadline = now() + interval '30 minutes'")
        try await awaitSubphase(2, 10)
        _ = try await live.solver.query("UPDATE turn SET phase_deadline = now() - interval '1 second'")
        #expect(try await solver.solve(try #require(try await solver.turn(Self.turn))))
        let sum = try await solver.numbers("SELECT sum(amount)::bigint FROM creditor_taking")[0][0]
        taken.withLock { $0 = sum }
        try await awaitSubphase(3, 5)
        try await wait(
            for: "everybody is served",
            """
            SELECT NOT EXISTS (SELECT FROM account_lock WHERE released_at IS NULL) AND NOT EXISTS (SELECT FROM outbox_message)
                AND NOT EXISTS (SELECT FROM dispatching_status) AND NOT EXISTS (SELECT FROM transfer_attempt) AND $1 > 0
            """, sum)
    }

    private func awaitSubphase(_ phase: Int16, _ subphase: Int16) async throws {
        try await wait(
            for: "phase \(phase), sub-phase \(subphase)",
            "SELECT EXISTS (SELECT FROM worker_turn WHERE phase = \(phase) AND worker_turn_subphase = \(subphase)) AND $1 = 0", 0)
    }

    private func wait(for what: String, _ condition: String, _ number: Int64) async throws {
        try await TestBroker.eventually(what, within: .seconds(60)) {
            try await live.worker.query(Statement("live.\(what)", condition), number)[0].decode(0)
        }
    }

    // MARK: What must be true in the end

    func violations() -> [String] {
        let twofold = outcomes.withLock { outcomes in
            outcomes.filter { Set($0.value.filter { $0 > 0 }).count > 1 || ($0.value[0] == 0 && $0.value.contains { $0 > 0 }) }
        }
        let (sum, totals) = (taken.withLock { $0 }, startTotals.withLock { $0 })
        return twofold.map { "transfer \($0.key) was finalized with \($0.value)" }
            + book.withLock { $0.violations(taken: sum, startTotals: totals) }
            + (sum < 200_000 ? ["hardly anything was traded: \(sum)"] : [])
    }
}
