import Logging
import NodeKit
import Persistence
import SMPProtocol
import TestSupport

@testable import Trade

/// A solver's database and one of each of some workers, on one server, with one clock.
struct ShardsFixture: Sendable {
    let solver: SolverFixture
    let shards: [WorkerContext]

    /// - Parameters:
    ///   - keys: the binding keys of the shards.
    ///   - change: what differs from the usual rules.
    static func with(
        _ keys: [String] = ["#"], deletesParentRecords: Bool = false, solverSettings: SolverSettings = SolverFixture.settings,
        rules change: (inout WorkerRules) -> Void = { _ in }, _ body: (ShardsFixture) async throws -> Void
    ) async throws {
        var rules = Sample.rules
        change(&rules)
        try await TestDatabase.with(migrations: Resources.solverMigrations) { database in
            let solver = SolverFixture(database: database, store: SolverStore(database: database), settings: solverSettings)
            var shards: [WorkerContext] = []
            func open(_ keys: ArraySlice<String>) async throws {
                guard let key = keys.first else { return try await body(ShardsFixture(solver: solver, shards: shards)) }
                try await TestDatabase.with(migrations: Resources.workerMigrations) { worker in
                    let store = WorkerStore(
                        database: worker, wakeUps: WakeUps(service: "test"), rules: rules, logger: TestDatabase.quietLogger,
                        now: solver.clock.now)
                    let shard = ShardConfiguration(
                        realm: ShardingRealm(bindingKey: key)!, deletesParentRecords: deletesParentRecords)
                    shards.append(WorkerContext(store: store, solver: database, shard: shard))
                    try await open(keys.dropFirst())
                }
            }
            try await open(keys[...])
        }
    }

    var clock: TestClock { solver.clock }
    /// The only one, or the first.
    var worker: WorkerContext { shards[0] }

    /// Every worker does what is due.
    func roll() async throws {
        for shard in shards { _ = try await WorkerTurnRoller(context: shard).pass() }
    }
}

extension WorkerContext {
    /// Runs a text without parameters.
    func run(_ sql: String) async throws {
        try await database.transaction { tx in try tx.script("test", sql) }
    }

    /// All rows of a query whose columns are numbers.
    func numbers(_ sql: String) async throws -> [[Int64]] {
        let rows = try await database.query(Statement(stringLiteral: sql))
        return try rows.map { row in try (0..<rows.columnCount).map { try row[$0] } }
    }

    func count(_ table: String, where condition: String = "true") async throws -> Int {
        let rows = try await database.query(Statement(stringLiteral: "SELECT count(*) FROM \(table) WHERE \(condition)"))
        return try rows[0][0]
    }

    func insert(_ turn: WorkerTurn) async throws { _ = try await database.pipeline([WorkerTurnRows.insert([turn])]) }

    func turn(_ id: TurnID = 7) async throws -> WorkerTurn? {
        try await database.pipeline([WorkerTurnRows.read([id])])[0].first.map(WorkerTurnRows.decode)
    }

    /// What waits in the outbox, as those read it who get it; it is taken out.
    func takeOutbox() async throws -> [(kind: MessageKind, body: [UInt8])] {
        let rows = try await database.query(
            """
            WITH taken AS (DELETE FROM outbox_message RETURNING message_id, kind, body)
            SELECT kind, body FROM taken ORDER BY message_id
            """)
        return try rows.map { (MessageKind(rawValue: try $0[0])!, try $0[1]) }
    }

    /// The same as values; messages to authorities are left out.
    func takeIncoming() async throws -> [any InboxMessage] {
        let inbox = WorkerInbox(realm: .everything) { _ in }
        return try await takeOutbox().compactMap { message in
            guard case .handle(let incoming) = inbox.verdict(on: message.kind, body: message.body) else { return nil }
            return incoming
        }
    }
}
