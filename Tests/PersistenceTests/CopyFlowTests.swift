import Persistence
import Synchronization
import TestSupport
import Testing

@Suite("COPY between databases", .timeLimit(.minutes(2)))
struct CopyFlowTests {
    struct Refusal: Error, Equatable { var side = "" }

    static let target = CopyTarget("c", "id", "note")
    static let numbers = Statement("numbers", "SELECT n::bigint, 'n' || n FROM generate_series(1, $1) AS n")

    /// Two databases with one connection each, and an empty table in the second one.
    static func withTwo(_ body: (_ source: Database, _ destination: Database) async throws -> Void) async throws {
        let configuration = DatabaseConfiguration(maximumConnections: 1)
        try await TestDatabase.with(configuration: configuration) { source in
            try await TestDatabase.with(configuration: configuration) { destination in
                try await destination.execute("CREATE UNLOGGED TABLE c (id bigint PRIMARY KEY, note text)")
                try await body(source, destination)
                // Whatever happened: both are usable.
                let one: Int = try await source.query("SELECT 1::bigint")[0][0]
                #expect(one == 1)
            }
        }
    }

    static func expectRows(_ wanted: Int, _ database: Database, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let count: Int = try await database.query("SELECT count(*) FROM c")[0][0]
        #expect(count == wanted, "rows in the destination", sourceLocation: sourceLocation)
    }

    @Test("a million rows flow through a filter into the other database", arguments: [0, 1, 1_000_000])
    func flow(count: Int) async throws {
        try await Self.withTwo { source, destination in
            let written = try await source.copy(to: destination) { tx, copy in
                try tx.copyOut(Self.numbers(Int32(count))) { rows in
                    for row in rows {
                        let number: Int = try row[0]
                        if number % 3 == 0 { try copy.pass(row) }
                        if number % 3 == 1 { try copy.row(-number, nil as String?) }
                    }
                }
            } writing: { tx, inlet in
                try tx.copyIn(Self.target, from: inlet)
            }
            #expect(written == count - (count + 1) / 3)
            let row = try await destination.query(
                "SELECT count(*), coalesce(sum(id), 0)::bigint, count(note), coalesce(bool_and(note = 'n' || id), true) FROM c")[0]
            #expect(try row[0] == written)
            var sum = 0
            for number in stride(from: 1, through: count, by: 1) where number % 3 != 2 { sum += number % 3 == 0 ? number : -number }
            #expect(try row[1] == sum)
            #expect(try row[2] == count / 3)
            #expect(try row[3] == true)
        }
    }

    @Test("other statements of the writing transaction stand or fall with the rows")
    func oneTransaction() async throws {
        try await Self.withTwo { source, destination in
            let counts = try await source.copy(to: destination) { tx, copy in
                try tx.copyOut(Self.numbers(10 as Int32)) { for row in $0 { try copy.pass(row) } }
            } writing: { tx, inlet in
                let before: Int = try tx.query("SELECT count(*) FROM c")[0][0]
                try tx.copyIn(Self.target, from: inlet)
                return [before, try tx.query("SELECT count(*) FROM c")[0][0]]
            }
            #expect(counts == [0, 10])
        }
    }

    @Test("when the writing side wants no rows, the reading side does not even begin")
    func declined() async throws {
        try await Self.withTwo { source, destination in
            let answer = try await source.copy(to: destination) { _, _ in
                Issue.record("nobody asked for rows")
            } writing: { tx, _ in
                try tx.query("SELECT 7::bigint")[0].decode(0, as: Int.self)
            }
            #expect(answer == 7)
            try await Self.expectRows(0, destination)
        }
    }

    @Test("a failure of the reading side leaves nothing in the other database, and is what the caller learns")
    func readingFails() async throws {
        try await Self.withTwo { source, destination in
            await #expect(throws: Refusal(side: "reading")) {
                try await source.copy(to: destination) { tx, copy in
                    try tx.copyOut(Self.numbers(1_000_000 as Int32)) { rows in
                        for row in rows { try copy.pass(row) }
                        if try rows[0].decode(0, as: Int.self) > 500_000 { throw Refusal(side: "reading") }
                    }
                } writing: { tx, inlet in
                    try tx.copyIn(Self.target, from: inlet)
                }
            }
            try await Self.expectRows(0, destination)
            let late = await #expect(throws: PostgresError.self) {
                try await source.copy(to: destination) { tx, copy in
                    let bad: Statement = "SELECT (1 / (100000 - n))::bigint + n, 'n' FROM generate_series(1, 100000) AS n"
                    try tx.copyOut(Query(bad)) { for row in $0 { try copy.pass(row) } }
                } writing: { tx, inlet in
                    try tx.copyIn(Self.target, from: inlet)
                }
            }
            #expect(late?.sqlState == "22012")
            try await Self.expectRows(0, destination)
        }
    }

    @Test("a row that the writing side's server refuses ends an endless reading side, and is what the caller learns")
    func writingFails() async throws {
        try await Self.withTwo { source, destination in
            try await destination.execute("INSERT INTO c VALUES (1000, 'taken')")
            let endless: Statement = "WITH RECURSIVE n (n) AS (SELECT 1::bigint UNION ALL SELECT n + 1 FROM n) SELECT n, '' FROM n"
            let error = await #expect(throws: PostgresError.self) {
                try await source.copy(to: destination) { tx, copy in
                    try tx.copyOut(Query(endless)) { for row in $0 { try copy.pass(row) } }
                } writing: { tx, inlet in
                    try tx.copyIn(Self.target, from: inlet)
                }
            }
            #expect(error?.sqlState == .uniqueViolation)
            try await Self.expectRows(1, destination)
            #expect(destination.counters.connectionsOpened == 1)
        }
    }

    @Test("rows that do not fit the other table are refused with what differs")
    func mismatch() async throws {
        try await Self.withTwo { source, destination in
            let error = await #expect(throws: CopyMismatch.self) {
                try await source.copy(to: destination) { tx, copy in
                    try tx.copyOut("SELECT 1::integer, 'n'") { for row in $0 { try copy.pass(row) } }
                } writing: { tx, inlet in
                    try tx.copyIn(Self.target, from: inlet)
                }
            }
            #expect(error?.cause == .type(column: 0, value: .int4, wanted: .int8))
        }
    }

    @Test("a lost connection on either side repeats both")
    func repeated() async throws {
        try await Self.withTwo { source, destination in
            let reads = Mutex(0), writes = Mutex(0)
            let endSession: Statement = "SELECT pg_terminate_backend(pg_backend_pid())"
            let written = try await source.copy(to: destination) { tx, copy in
                try tx.copyOut(Self.numbers(50_000 as Int32)) { for row in $0 { try copy.pass(row) } }
                if reads.withLock({
                    $0 += 1; return $0
                }) == 1 {
                    try tx.query(endSession)
                }
            } writing: { tx, inlet in
                if writes.withLock({
                    $0 += 1; return $0
                }) == 2 {
                    try tx.query(endSession)
                }
                return try tx.copyIn(Self.target, from: inlet)
            }
            #expect(written == 50_000)
            #expect(reads.withLock { $0 } == 2 && writes.withLock { $0 } == 3)
            try await Self.expectRows(50_000, destination)
        }
    }

    @Test("cancelling ends both sides, wherever they wait")
    func cancellation() async throws {
        try await Self.withTwo { source, destination in
            try await CopyFailureTests.cancelOnceUnderWay { isUnderWay in
                _ = try await source.copy(to: destination) { tx, copy in
                    let silent: Statement = "SELECT n::bigint, pg_sleep(n / 200000 * 600)::text FROM generate_series(1, 200000) AS n"
                    try tx.copyOut(Query(silent)) { rows in
                        for row in rows { try copy.pass(row) }
                        isUnderWay()
                    }
                } writing: { tx, inlet in
                    try tx.copyIn(Self.target, from: inlet)
                }
            }
            try await Self.expectRows(0, destination)
        }
    }
}
