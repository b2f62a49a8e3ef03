import NodeKit
import Persistence
import SMPProtocol

@testable import Trade

extension WorkerState {
    /// Everything that is in a worker's database.
    static func stored(in database: Database) async throws -> WorkerState {
        var state = WorkerState()
        try await state.readUsers(database)
        try await state.readCollectors(database)
        try await state.readTurns(database)
        return state
    }

    /// Leaves nothing but the schema. For a few rows this is much faster than to truncate every table.
    static func deleteAll(in database: Database) async throws {
        let tables = try await database.query(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT LIKE 'schema%'")
        let names: [String] = try tables.map { try $0.decode(0) }
        try await database.transaction { tx in
            try tx.script("delete_all", names.map { "DELETE FROM \($0)" }.joined(separator: ";"))
        }
    }

    /// Puts all of it into an empty database.
    func store(in database: Database, collectors: CollectorInterval) async throws {
        try await database.transaction { tx in enqueue(from: WorkerState(), collectors: collectors, in: tx) }
    }

    /// Brings about what messages do not: turns, copies of the solver's tables, and what is only removed by effects.
    func enqueue(from old: WorkerState, collectors: CollectorInterval, in tx: Transaction) {
        enqueueChanges(from: old, collectors: collectors, in: tx)
        WorkerTurnRows.enqueueChanges(from: old.turns, to: turns, in: tx)
        let sendings = Self.added(sendings, to: old.sendings)
        let dispatchings = Self.added(dispatchings, to: old.dispatchings)
        if !sendings.isEmpty { tx.enqueue(SendingRows.insert(sendings)) }
        if !dispatchings.isEmpty { tx.enqueue(DispatchingRows.insert(dispatchings)) }
        if old.usableCollectors.isEmpty { tx.enqueue(SolverCopyRows.insert(usableCollectors.values.flatMap(\.self))) }
        let hoard: Statement = "INSERT INTO worker_hoarded_currency SELECT unnest($1::bigint[])"
        tx.enqueue(hoard(Array(hoardedCurrencies.subtracting(old.hoardedCurrencies))))
    }

    /// Without empty places, and with collectors in an order.
    var normalized: WorkerState {
        var state = self
        state.collectings = collectings.filter { !$0.value.isEmpty }
        state.sendings = sendings.filter { !$0.value.isEmpty }
        state.receivings = receivings.filter { !$0.value.isEmpty }
        state.dispatchings = dispatchings.filter { !$0.value.isEmpty }
        state.collectorAccounts = collectorAccounts.filter { $0.value != CollectorAccountState() }
        state.usableCollectors = usableCollectors.mapValues { $0.sorted { $0.key < $1.key } }
        return state
    }

    /// What differs, table by table: a comparison of everything would tell nobody anything.
    func differences(from other: WorkerState) -> [String] {
        let pairs = zip(Mirror(reflecting: normalized).children, Mirror(reflecting: other.normalized).children)
        var all: [String] = []
        if normalized == other.normalized { return [] }
        for (mine, others) in pairs where lines(mine.value) != lines(others.value) {
            let (here, there) = (Set(lines(mine.value)), Set(lines(others.value)))
            all.append("\(mine.label ?? "?"): \(here.subtracting(there).sorted()) instead of \(there.subtracting(here).sorted())")
        }
        return all
    }

    private func lines(_ table: Any) -> [String] { Mirror(reflecting: table).children.map { "\($0.value)" }.sorted() }

    private static func added<Leg>(_ new: Legs<Leg>, to old: Legs<Leg>) -> [Leg] {
        new.flatMap { status, legs in legs.filter { old[status]?[$0.key] == nil }.map(\.value) }
    }

    // MARK: Tables

    private static func all<Entity>(
        _ table: WorkerTable, _ name: String, _ decode: (Row) throws -> Entity, in database: Database
    ) async throws -> [Entity] {
        let statement = Statement("test.\(name)", "SELECT \(table.columns) FROM \(name) t")
        return try await database.pipeline([Query(statement)], readOnly: true)[0].map(decode)
    }

    private static func byKey<Key, Entity>(_ entities: [Entity], _ key: KeyPath<Entity, Key>) -> [Key: Entity] {
        Dictionary(uniqueKeysWithValues: entities.map { ($0[keyPath: key], $0) })
    }

    private mutating func readUsers(_ database: Database) async throws {
        policies = Self.byKey(try await Self.all(PolicyRows.table, "trading_policy", PolicyRows.decode, in: database), \.key)
        documents = Self.byKey(try await Self.all(DocumentRows.table, "debtor_info_document", DocumentRows.decode, in: database), \.key)
        claims = Self.byKey(try await Self.all(ClaimRows.table, "debtor_locator_claim", ClaimRows.decode, in: database), \.debtor)
        fetches = Self.byKey(try await Self.all(FetchRows.table, "debtor_info_fetch", FetchRows.decode, in: database), \.key)
        let needs = try await Self.all(RecentlyNeededRows.table, "recently_needed_collector", RecentlyNeededRows.decode, in: database)
        recentlyNeeded = Dictionary(uniqueKeysWithValues: needs.map { ($0.debtor, $0.since) })
    }

    private mutating func readCollectors(_ database: Database) async throws {
        for account in try await Self.all(WorkerAccountRows.table, "worker_account", WorkerAccountRows.decode, in: database) {
            collectorAccounts[account.key, default: CollectorAccountState()].account = account
        }
        for needed in try await Self.all(NeededAccountRows.table, "needed_worker_account", NeededAccountRows.decode, in: database) {
            collectorAccounts[needed.key, default: CollectorAccountState()].needed = needed
        }
        let rows = try await database.pipeline(
            [
                "SELECT creditor_id, debtor_id, change_ts, interest_rate FROM interest_rate_change",
                "SELECT collector_id, debtor_id, account_id, disabled_at FROM usable_collector",
                "SELECT debtor_id FROM worker_hoarded_currency",
            ], readOnly: true)
        for (key, history) in try RateRows.decode(rows[0]) {
            collectorAccounts[key, default: CollectorAccountState()].rates = history
        }
        for collector in try rows[1].map(SolverCopyRows.decodeCollector) {
            usableCollectors[collector.key.debtor, default: []].append(collector)
        }
        hoardedCurrencies = Set(try rows[2].map { try $0.decode(0) })
    }

    private mutating func readTurns(_ database: Database) async throws {
        turns = Self.byKey(try await Self.all(WorkerTurnRows.table, "worker_turn", WorkerTurnRows.decode, in: database), \.turn.id)
        locks = Self.byKey(try await Self.all(LockRows.table, "account_lock", LockRows.decode, in: database), \.key)
        participations = Self.byKey(
            try await Self.all(ParticipationRows.table, "creditor_participation", ParticipationRows.decode, in: database), \.key)
        statuses = Self.byKey(try await Self.all(StatusRows.table, "dispatching_status", StatusRows.decode, in: database), \.key)
        attempts = Self.byKey(try await Self.all(AttemptRows.table, "transfer_attempt", AttemptRows.decode, in: database), \.key)
        for row in try await Self.all(LegTable.collecting.rows, "worker_collecting", CollectingRows.decode, in: database) {
            collectings[row.key] = row
        }
        for row in try await Self.all(LegTable.receiving.rows, "worker_receiving", ReceivingRows.decode, in: database) {
            receivings[row.key] = row
        }
        for row in try await Self.all(LegTable.sending.rows, "worker_sending", SendingRows.decode, in: database) {
            sendings[row.key] = row
        }
        for row in try await Self.all(LegTable.dispatching.rows, "worker_dispatching", DispatchingRows.decode, in: database) {
            dispatchings[row.key] = row
        }
    }
}
