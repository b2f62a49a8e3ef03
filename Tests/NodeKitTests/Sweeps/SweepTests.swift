import Logging
import Persistence
import Synchronization
import TestSupport
import Testing

@testable import NodeKit

@Suite(.timeLimit(.minutes(10))) struct SweepTests {
    private static let migrations = [
        Migration(
            number: 1, name: "thing",
            sql: "CREATE TABLE thing (thing_id bigint PRIMARY KEY, filler text NOT NULL) WITH (fillfactor = 50)")
    ]

    private static func sweep(
        _ database: Database, quitsEarly: Bool, goalSeconds: Double = 3600, logger: Logger = TestDatabase.quietLogger,
        decode: @escaping @Sendable (Row) throws -> Int64 = { try $0[0] }, process: @escaping @Sendable ([Int64]) async throws -> Void
    ) -> Sweep<Int64> {
        Sweep(
            name: "scan_things", table: SweptTable("thing", columns: "thing_id, filler", decode: decode),
            settings: .init(completionGoalSeconds: goalSeconds, targetBeatSeconds: 0.01, blocksPerQuery: 7), quitsEarly: quitsEarly,
            database: database, logger: logger, process: process)
    }

    @Test("a walk without pauses visits every row of a table with holes exactly once")
    func walkOnce() async throws {
        try await TestDatabase.with(migrations: Self.migrations) { database in
            try await database.execute("INSERT INTO thing SELECT i, repeat('x', 200) FROM generate_series(1, 5000) AS i")
            try await database.execute("DELETE FROM thing WHERE thing_id BETWEEN 1000 AND 4000")
            let seen = Mutex<[Int64]>([])
            try await Self.sweep(database, quitsEarly: true) { rows in seen.withLock { $0 += rows } }.run()
            #expect(seen.withLock { $0.sorted() } == Array(1...999) + Array(4001...5000))
        }
    }

    @Test("a sweep walks again and again until it is stopped")
    func walksAgain() async throws {
        try await TestDatabase.with(migrations: Self.migrations) { database in
            try await database.execute("INSERT INTO thing SELECT i, '' FROM generate_series(1, 50) AS i")
            try await database.execute("ANALYZE thing")
            let visits = Mutex<[Int64: Int]>([:])
            let sweep = Self.sweep(database, quitsEarly: false, goalSeconds: 0.1) { rows in
                visits.withLock { visits in for row in rows { visits[row, default: 0] += 1 } }
            }
            let task = Task { try await sweep.run() }
            try await TestBroker.eventually("every row has been visited five times") {
                visits.withLock { $0.count == 50 && $0.values.allSatisfy { $0 >= 5 } }
            }
            task.cancel()
            _ = await task.result
        }
    }

    @Test(
        "rows that contradict themselves are left out and told with their places, all others of their blocks are visited",
        arguments: [true, false])
    func inconsistentRows(quitsEarly: Bool) async throws {
        struct Impossible: Error {}
        try await TestDatabase.with(migrations: Self.migrations) { database in
            try await database.execute("INSERT INTO thing SELECT i, repeat('x', 200) FROM generate_series(1, 500) AS i")
            try await database.execute("ANALYZE thing")
            let output = RecordedLog()
            let seen = Mutex<Set<Int64>>([])
            let sweep = Self.sweep(
                database, quitsEarly: quitsEarly, goalSeconds: 1, logger: output.logger,
                decode: { row in
                    let id: Int64 = try row[0]
                    if id % 50 == 0 { throw Impossible() }
                    return id
                },
                process: { rows in seen.withLock { $0.formUnion(rows) } })
            let task = Task { try await sweep.run() }
            try await TestBroker.eventually("every good row has been visited") { seen.withLock { $0.count == 490 } }
            task.cancel()
            _ = await task.result
            let lines = output.lines.filter { $0.contains("Impossible") }
            let places = try await database.query("SELECT ctid::text FROM thing WHERE thing_id % 50 = 0")
            for place in places {
                let text: String = try place[0]
                #expect(lines.contains { $0.contains(text) && $0.contains("thing") }, "\(text)")
            }
        }
    }

    @Test("a statement whose columns have other types than the code expects ends the walk")
    func wrongStatement() async throws {
        try await TestDatabase.with(migrations: Self.migrations) { database in
            try await database.execute("INSERT INTO thing VALUES (1, 'x')")
            await #expect(throws: PostgresDecodingError.self) {
                try await Self.sweep(database, quitsEarly: true, decode: { try $0[1] }, process: { _ in }).run()
            }
        }
    }

    @Test("an empty table is walked without calling the processor")
    func emptyTable() async throws {
        try await TestDatabase.with(migrations: Self.migrations) { database in
            try await Self.sweep(database, quitsEarly: true) { _ in Issue.record("there is no row") }.run()
        }
    }

    @Test("a missing table is an error")
    func missingTable() async throws {
        try await TestDatabase.with { database in
            _ = await #expect(throws: PostgresError.self) {
                try await Self.sweep(database, quitsEarly: true) { _ in }.run()
            }
        }
    }
}
