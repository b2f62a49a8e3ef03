import Logging
import NodeKit
import Persistence
import SMPProtocol
import Synchronization
import TestSupport
import Testing

@testable import Trade

@Suite("A worker's database", .timeLimit(.minutes(10)))
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
                let (old, new) = (stored, batch.before)
                try await database.transaction { tx in new.enqueue(from: old, collectors: Sample.rules.collectors, in: tx) }
                circumstances.now.withLock { $0 = batch.moment }
                circumstances.pick.withLock { $0 = batch.pick }
                let effects = try await store.handle(batch.messages)
                #expect(effects == batch.effects, "batch \(number)")
                stored = batch.after
                sent += effects.messages.count
                if number % 60 == 0 {
                    #expect(try await WorkerState.stored(in: database).differences(from: stored) == [], "batch \(number)")
                }
                if effects != batch.effects { return }
            }
            #expect(try await WorkerState.stored(in: database).differences(from: stored) == [])
            let waiting: Int64 = try await database.pipeline(["SELECT count(*) FROM outbox_message"], readOnly: true)[0][0].decode(0)
            #expect(waiting == sent)
        }
    }

    @Test(
        "whatever is in the database, and whatever comes: the database decides like memory, and holds the same",
        arguments: 1...5 as ClosedRange<UInt64>)
    func anything(seed: UInt64) async throws {
        var rows = RandomRows(seed: seed)
        var kinds: Set<MessageKind> = []
        try await TestDatabase.with(migrations: Resources.workerMigrations) { database in
            for round in 0..<8 {
                var memory = PlayedWorker()
                memory.state = rows.state()
                memory.lastRequestID = rows.requestCount
                try await Self.empty(database)
                try await memory.state.store(in: database, collectors: Sample.rules.collectors)
                try await database.query("SELECT setval('coordinator_request_id_seq', $1)", rows.requestCount)
                #expect(try await WorkerState.stored(in: database).differences(from: memory.state) == [], "seed \(seed), \(round), stored")
                for _ in 0..<5 where try await !Self.handle(&rows, &memory, database, "seed \(seed), round \(round)") { return }
                kinds.formUnion(memory.effects.messages.map { type(of: $0.message).kind })
            }
        }
        #expect(kinds.count >= 6, "seed \(seed): hardly anything was decided: \(kinds)")
    }

    private static func empty(_ database: Database) async throws {
        let tables = try await database.query("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        let names: [String] = try tables.map { try $0.decode(0) }
        let emptied = names.filter { !$0.contains("migration") }.joined(separator: ", ")
        try await database.administer("TRUNCATE \(emptied)")
    }

    /// A random batch, in memory and in the database.
    private static func handle(
        _ rows: inout RandomRows, _ memory: inout PlayedWorker, _ database: Database, _ place: String
    ) async throws -> Bool {
        memory.now = memory.now.adding(seconds: Int64.random(in: 0...500_000, using: &rows.random))
        memory.pick = rows.random.next()
        rows.known = memory.state
        let (moment, pick) = (memory.now, memory.pick)
        let batch = (0..<Int.random(in: 1...20, using: &rows.random)).map { _ in rows.message() }
        let store = store(database, now: { moment }, random: { pick })
        let (effects, expected) = (try await store.handle(batch), memory.handle(batch))
        #expect(effects == expected, "\(place): \(batch)")
        let differences = try await WorkerState.stored(in: database).differences(from: memory.state)
        #expect(differences == [], "\(place): \(batch)")
        return effects == expected && differences.isEmpty
    }

    @Test("a batch of any size is loaded in one round trip, or two, and stored in one", arguments: [1, 20, 500])
    func batchCost(size: Int) async throws {
        var rows = RandomRows(seed: 9)
        let start = rows.state()
        rows.known = start
        // Some messages change nothing; the first one does.
        let first = Sample.ledger(AccountKey(creditor: RandomRows.users[0], debtor: Sample.debtor), updateID: UpdateID(.max))
        let batch = [first] + (1..<size).map { _ in rows.message() }
        try await TestDatabase.with(migrations: Resources.workerMigrations) { database in
            try await start.store(in: database, collectors: Sample.rules.collectors)
            try await database.query("SELECT setval('coordinator_request_id_seq', $1)", rows.requestCount)
            let before = database.counters
            try await Self.store(database).handle(batch)
            let cost = database.counters - before
            #expect(cost.transactions == 1)
            #expect(cost.roundTrips <= 3)
            #expect(cost.statements <= 75)
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

    @Test("two queues that have the same messages in two orders do what one does (TW 1.3, 28.15)", arguments: 1...4 as ClosedRange<UInt64>)
    func twoOrders(seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        let collector = UsableCollector(key: Sample.collectorAccount, accountID: Sample.account("c"), disabledAt: nil)
        let users = (1...30 as ClosedRange<Int64>).map { AccountKey(creditor: CreditorID($0), debtor: Sample.debtor) }
        var messages: [any InboxMessage] = [NeededCollector(debtorID: 840, ts: Sample.now)]
        for key in users {
            messages += [
                Sample.ledger(key, updateID: 2, principal: 5), Sample.ledger(key, updateID: 3, principal: 9), Sample.policy(key, min: 6),
                Sample.flags(key, flags: 7), Sample.offer(key, amount: -5000),
            ]
        }
        let orders = (messages.shuffled(using: &random), messages.shuffled(using: &random))
        try await TestDatabase.with(migrations: Resources.workerMigrations) { database in
            let store = Self.store(database)
            try await database.transaction { tx in
                tx.enqueue(WorkerTurnRows.insert([Sample.turn(.lockingAccounts)]))
                tx.enqueue(SolverCopyRows.insert([collector]))
            }
            async let first = Self.consume(orders.0, store)
            async let second = Self.consume(orders.1, store)
            let sent = try await first + second
            #expect(Set(sent.compactMap(\.asPreparation?.creditorID)) == Set(users.map(\.creditor)))
            #expect(sent.count == users.count, "one PrepareTransfer for each lock, and nothing else")
            let state = try await WorkerState.stored(in: database)
            #expect(state.locks.count == users.count && state.recentlyNeeded.count == 1)
            for key in users {
                let policy = try #require(state.policies[key])
                #expect(policy.ledger.principal == 9 && policy.wishes.minPrincipal == 6 && policy.flags.configFlags == 7)
            }
        }
    }

    /// Seven messages at a time.
    private static func consume(_ messages: [any InboxMessage], _ store: WorkerStore) async throws -> [Outgoing] {
        var sent: [Outgoing] = []
        for start in stride(from: 0, to: messages.count, by: 7) {
            sent += try await store.handle(Array(messages[start..<min(start + 7, messages.count)])).messages
        }
        return sent
    }
}

extension Outgoing {
    fileprivate var asPreparation: PrepareTransfer? { if case .prepareTransfer(let m) = self { m } else { nil } }
}
