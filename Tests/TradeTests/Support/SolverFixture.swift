import CircularTrade
import Logging
import NodeKit
import Persistence
import SMPProtocol
import Synchronization
import TestSupport

@testable import Trade

/// A clock that stands still until it is moved.
final class TestClock: Sendable {
    private let moment = Mutex(noon)

    @Sendable func now() -> Timestamp { moment.withLock { $0 } }

    func advance(seconds: Double) { moment.withLock { $0 = $0 + seconds } }
}

/// A solver database of its own, with the settings of TS2-17.
struct SolverFixture: Sendable {
    let database: Database
    let store: SolverStore
    let settings: SolverSettings
    let clock = TestClock()
    let wakeUp = WakeUp()

    static let settings: SolverSettings = {
        let rules = MarketRules(
            baseLocator: "https://example.com/101", baseCurrency: CurrencyID(101), maxDistanceToBase: 10, minTradeAmount: 5000)
        var settings = SolverSettings(rules: rules)
        settings.durations = TurnDurations(phase1: .zero, phase2: .zero)
        settings.transfersLimit = 1
        settings.statistics = .init(turns: 10, currencies: 1000)
        settings.improveSeconds = 0
        return settings
    }()

    /// - Parameter change: what differs from the usual settings.
    static func with(
        logger: Logger = TestDatabase.quietLogger, _ change: (inout SolverSettings) -> Void = { _ in },
        _ body: (SolverFixture) async throws -> Void
    ) async throws {
        var settings = settings
        change(&settings)
        try await TestDatabase.with(migrations: Resources.solverMigrations, logger: logger) { database in
            try await body(SolverFixture(database: database, store: SolverStore(database: database), settings: settings))
        }
    }

    func roller(logger: Logger = TestDatabase.quietLogger, quitsEarly: Bool = true) -> TurnRoller {
        TurnRoller(store: store, settings: settings, wakeUp: wakeUp, quitsEarly: quitsEarly, now: clock.now, logger: logger)
    }

    func solver(logger: Logger = TestDatabase.quietLogger) -> TurnSolver { TurnSolver(store: store, settings: settings, logger: logger) }

    /// Solves and commits a turn in phase 2.
    @discardableResult
    func solve(_ turn: Turn) async throws -> Bool {
        try await store.commit(try await solver().solve(turn), of: turn.id, at: clock.now()) != nil
    }

    func care() async throws {
        try await CollectorCare(store: store, settings: settings, logger: TestDatabase.quietLogger).run(at: clock.now())
    }

    // MARK: Rows

    /// Runs a text without parameters.
    func run(_ sql: String) async throws {
        try await database.transaction { tx in try tx.script("test", sql) }
    }

    /// All rows of a query whose columns are numbers.
    func numbers(_ sql: String) async throws -> [[Int64]] {
        let rows = try await database.query(Statement(stringLiteral: sql))
        return try rows.map { row in try (0..<rows.columnCount).map { try row[$0] } }
    }

    /// A turn in a phase; its deadline has passed.
    func insertTurn(_ phase: TurnPhase, id: TurnID = 7) async throws -> Turn {
        var turn = Turn.sample(phase, id: id)
        turn.phaseDeadline = turn.phaseDeadline.map { _ in noon - 1 }
        let inserted = turn
        _ = try await database.pipeline([TurnRows.insert(inserted)])
        return inserted
    }

    func turn(_ id: TurnID = 7) async throws -> Turn? {
        try await database.pipeline([TurnRows.byID([id])])[0].first.map(TurnRows.turn)
    }

    func count(_ table: String, where condition: String = "true") async throws -> Int {
        let rows = try await database.query(Statement(stringLiteral: "SELECT count(*) FROM \(table) WHERE \(condition)"))
        return try rows[0][0]
    }

    /// Whether a transaction waits for a lock of a table.
    func isSomebodyWaiting(_ table: String) async throws -> Bool {
        let rows = try await database.query(
            """
            SELECT EXISTS (
                SELECT FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_database d ON d.oid = l.database
                WHERE NOT l.granted AND c.relname = $1 AND d.datname = current_database()
            )
            """, table)
        return try rows[0][0]
    }
}
