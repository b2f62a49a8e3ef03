import Logging
import NodeKit
import Persistence
import SMPProtocol
import Synchronization
import TestSupport
import Testing

@testable import Trade

@Suite("A worker's database", .timeLimit(.minutes(5)))
struct WorkerStoreTests {
    /// The moment and the choice of the batch that is being handled.
    private final class Circumstances: Sendable {
        let now = Mutex(Sample.now)
        let pick = Mutex<UInt64>(0)
    }

    private static func store(
        _ database: Database, now: @escaping @Sendable () -> Timestamp = { Sample.now }, random: @escaping @Sendable () -> UInt64 = { 0 }
    ) -> WorkerStore {
        WorkerStore(
            database: database, wakeUps: WakeUps(service: "test"), rules: Sample.rules, logger: Logger(label: "test"), now: now,
            random: random)
    }

    private static func act(_ world: inout TradeWorld) {
        let worker = Int.random(in: 0..<world.workers.count, using: &world.random)
        switch Int.random(in: 0..<20, using: &world.random) {
        case 0: world.now = world.now.adding(seconds: Int64.random(in: 0...3000, using: &world.random))
        case 1: world.triggerDueAttempts(worker)
        case 2, 3: world.dispatch(worker)
        case 4: if world.stage == .idle && world.chance(3) { world.beginTurn() }
        case 5: if world.stage == .locking && world.chance(8) { world.solve() }
        case 6: world.takeResults(worker)
        default: if !world.pool.isEmpty { world.deliver(atMost: 12) }
        }
    }

    @Test("a worker with a database decides like one in memory, and has the same rows afterwards", arguments: [1, 2] as [UInt64])
    func twins(seed: UInt64) async throws {
        var world = TradeWorld(seed: seed, isLossy: true)
        world.keepsJournal = true
        while world.journal.count < 150 { Self.act(&world) }
        let journal = world.journal
        try await TestDatabase.with(migrations: Resources.workerMigrations) { database in
            let circumstances = Circumstances()
            let store = Self.store(
                database, now: { circumstances.now.withLock { $0 } }, random: { circumstances.pick.withLock { $0 } })
            var stored = WorkerState()
            var sent = 0
            for (number, batch) in journal.enumerated() {
                try await Self.sync(database, from: stored, to: batch.before)
                circumstances.now.withLock { $0 = batch.moment }
                circumstances.pick.withLock { $0 = batch.pick }
                let effects = try await store.handle(batch.messages)
                #expect(effects == batch.effects, "batch \(number)")
                stored = batch.after
                sent += effects.messages.count
                if number % 60 == 0 { #expect(try await Self.load(database) == Self.comparable(stored), "after batch \(number)") }
                if effects != batch.effects { return }
            }
            #expect(try await Self.load(database) == Self.comparable(stored))
            let waiting: Int64 = try await database.pipeline(["SELECT count(*) FROM outbox_message"], readOnly: true)[0][0].decode(0)
            #expect(waiting == sent)
        }
    }

    /// Brings about what the worker has done by itself between two batches.
    private static func sync(_ database: Database, from old: WorkerState, to new: WorkerState) async throws {
        try await database.transaction { tx in
            new.enqueueChanges(from: old, collectors: Sample.rules.collectors, in: tx)
            WorkerTurnRows.enqueueChanges(from: old.turns, to: new.turns, in: tx)
            let (sendings, dispatchings) = (added(new.sendings, to: old.sendings), added(new.dispatchings, to: old.dispatchings))
            if !sendings.isEmpty { tx.enqueue(SendingRows.insert(sendings)) }
            if !dispatchings.isEmpty { tx.enqueue(DispatchingRows.insert(dispatchings)) }
            if old.usableCollectors.isEmpty { tx.enqueue(SolverCopyRows.insert(new.usableCollectors.values.flatMap(\.self))) }
        }
    }

    private static func added<Leg>(_ new: WorkerState.Legs<Leg>, to old: WorkerState.Legs<Leg>) -> [Leg] {
        new.flatMap { status, legs in legs.filter { old[status]?[$0.key] == nil }.map(\.value) }
    }

    /// Without what is not compared, and without empty places.
    private static func comparable(_ state: WorkerState) -> WorkerState {
        var state = state
        state.usableCollectors = [:]
        state.collectings = state.collectings.filter { !$0.value.isEmpty }
        state.sendings = state.sendings.filter { !$0.value.isEmpty }
        state.receivings = state.receivings.filter { !$0.value.isEmpty }
        state.dispatchings = state.dispatchings.filter { !$0.value.isEmpty }
        state.collectorAccounts = state.collectorAccounts.filter { $0.value != CollectorAccountState() }
        return state
    }

    /// The whole database.
    private static func load(_ database: Database) async throws -> WorkerState {
        func all<Entity>(_ name: String, _ columns: String, _ decode: (Row) throws -> Entity) async throws -> [Entity] {
            try await database.pipeline([Query(Statement("test.\(name)", "SELECT \(columns) FROM \(name) t"))], readOnly: true)[0].map(
                decode)
        }
        func byKey<Key, Entity>(_ entities: [Entity], _ key: KeyPath<Entity, Key>) -> [Key: Entity] {
            Dictionary(uniqueKeysWithValues: entities.map { ($0[keyPath: key], $0) })
        }
        var state = WorkerState()
        state.policies = byKey(try await all("trading_policy", PolicyRows.table.columns, PolicyRows.decode), \.key)
        for account in try await all("worker_account", WorkerAccountRows.table.columns, WorkerAccountRows.decode) {
            state.collectorAccounts[account.key, default: CollectorAccountState()].account = account
        }
        for needed in try await all("needed_worker_account", NeededAccountRows.table.columns, NeededAccountRows.decode) {
            state.collectorAccounts[needed.key, default: CollectorAccountState()].needed = needed
        }
        let rates = try await database.pipeline([RateRows.read(Set(state.collectorAccounts.keys))], readOnly: true)[0]
        for (key, history) in try RateRows.decode(rates) { state.collectorAccounts[key]?.rates = history }
        state.turns = byKey(try await all("worker_turn", WorkerTurnRows.table.columns, WorkerTurnRows.decode), \.turn.id)
        state.locks = byKey(try await all("account_lock", LockRows.table.columns, LockRows.decode), \.key)
        state.participations = byKey(
            try await all("creditor_participation", ParticipationRows.table.columns, ParticipationRows.decode), \.key)
        state.statuses = byKey(try await all("dispatching_status", StatusRows.table.columns, StatusRows.decode), \.key)
        for row in try await all("worker_collecting", LegTable.collecting.rows.columns, CollectingRows.decode) {
            state.collectings[row.key] = row
        }
        for row in try await all("worker_receiving", LegTable.receiving.rows.columns, ReceivingRows.decode) {
            state.receivings[row.key] = row
        }
        for row in try await all("worker_sending", LegTable.sending.rows.columns, SendingRows.decode) { state.sendings[row.key] = row }
        for row in try await all("worker_dispatching", LegTable.dispatching.rows.columns, DispatchingRows.decode) {
            state.dispatchings[row.key] = row
        }
        state.attempts = byKey(try await all("transfer_attempt", AttemptRows.table.columns, AttemptRows.decode), \.key)
        return state
    }

    // MARK: Documents and collectors

    @Test("claims, fetches, documents and needed collectors are stored whole")
    func documents() async throws {
        let locator = "https://example.com/official"
        let peg = CoinInfo.Peg(locator: "https://example.com/101", debtor: 101, exchangeRate: 0.1)
        let info = CoinInfo(debtor: 666, peg: peg, willNotChangeUntil: Sample.now.adding(days: 1))
        let batches: [[any InboxMessage]] = [
            [DiscoverDebtor(debtorID: 666, iri: "https://example.com/666", forceLocatorRefetch: false, ts: Sample.now)],
            [
                ConfirmDebtor(debtorID: 666, debtorInfoLocator: locator, ts: Sample.now),
                FetchDebtorInfo.locator(locator, 666, forcedIRI: "https://example.com/x", ts: Sample.now),
                StoreDocument(info, at: locator, ts: Sample.now),
            ],
            [
                FetchDebtorInfo.discovery(locator, 666, ts: Sample.now), NeededCollector(debtorID: 840, ts: Sample.now),
                NeededCollector(debtorID: 840, ts: Sample.now),
                DiscoverDebtor(debtorID: 666, iri: "https://example.com/666", forceLocatorRefetch: true, ts: Sample.now),
            ],
        ]
        try await TestDatabase.with(migrations: Resources.workerMigrations) { database in
            let store = Self.store(database)
            var memory = PlayedWorker()
            for batch in batches { #expect(try await store.handle(batch) == memory.handle(batch)) }
            let results = try await database.pipeline(
                [
                    ClaimRows.lock([666]), FetchRows.lock([FetchKey(iri: locator, debtor: 666)]), DocumentRows.lock([locator]),
                    RecentlyNeededRows.lock([840]), "SELECT collector_id FROM needed_collector_account ORDER BY 1",
                ])
            #expect(try results[0].map(ClaimRows.decode) == Array(memory.state.claims.values))
            #expect(try results[1].map(FetchRows.decode) == Array(memory.state.fetches.values))
            #expect(try results[2].map(DocumentRows.decode) == Array(memory.state.documents.values))
            #expect(try results[3].map(RecentlyNeededRows.decode).map(\.since) == [Sample.now])
            #expect(try results[4].map { try $0.decode(0, as: CreditorID.self) } == [0x100_0000_01a8, 0x100_0000_0345])
        }
    }

    @Test("two batches that make the same row at once both count (TW 4.1)")
    func races() async throws {
        try await TestDatabase.with(migrations: Resources.workerMigrations) { database in
            let store = Self.store(database)
            for creditor in 1...20 as ClosedRange<Int64> {
                let key = AccountKey(creditor: CreditorID(creditor), debtor: Sample.debtor)
                async let first = store.handle([Sample.ledger(key, principal: 5)])
                async let second = store.handle([Sample.policy(key, min: 6)])
                async let third = store.handle([Sample.flags(key, flags: 7)])
                _ = try await (first, second, third)
                let rows = try await database.pipeline([PolicyRows.lock([key])])[0]
                let policy = try PolicyRows.decode(rows[0])
                #expect(policy.ledger.principal == 5 && policy.wishes.minPrincipal == 6 && policy.flags.configFlags == 7)
            }
        }
    }

    @Test("while the next sub-phase holds the turn, no account is locked for it (TW 15.1.1, 16.3)")
    func heldTurn() async throws {
        try await TestDatabase.with(migrations: Resources.workerMigrations) { database in
            let store = Self.store(database)
            let collector = UsableCollector(key: Sample.collectorAccount, accountID: Sample.account("c"), disabledAt: nil)
            try await database.transaction { tx in
                tx.enqueue(WorkerTurnRows.insert([Sample.turn(.lockingAccounts)]))
                tx.enqueue(SolverCopyRows.insert([collector]))
            }
            let offer = Sample.offer(amount: 5000)
            try await database.asyncTransaction { transaction in
                try await transaction.run { tx in
                    _ = try tx.query(Statement("test.hold", "SELECT 1 FROM worker_turn FOR UPDATE"))
                }
                #expect(try await store.handle([offer]).messages.isEmpty)
            }
            #expect(try await store.handle([offer]).preparations.count == 1)
        }
    }
}
