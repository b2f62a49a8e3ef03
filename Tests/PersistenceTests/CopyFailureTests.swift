import Persistence
import Synchronization
import TestSupport
import Testing

@Suite("COPY that fails", .timeLimit(.minutes(2)))
struct CopyFailureTests {
    static let target = CopyTarget("c", "id")

    /// A database with an empty table `c` and a single connection, which the body must leave usable.
    static func withTable(_ body: (Database) async throws -> Void) async throws {
        try await TestDatabase.with(configuration: DatabaseConfiguration(maximumConnections: 1)) { database in
            try await database.execute("CREATE TABLE c (id bigint PRIMARY KEY, note varchar)")
            try await body(database)
            let count: Int = try await database.query("SELECT count(*) FROM c")[0][0]
            #expect(count == 0)
        }
    }

    @Test("a row that the server refuses in the middle undoes the transaction and leaves the connection")
    func refusedRow() async throws {
        try await Self.withTable { database in
            let error = await #expect(throws: PostgresError.self) {
                try await database.transaction { tx in
                    try tx.copyIn(Self.target) { copy in for number in 0..<50_000 { try copy.row(Int64(number % 40_000)) } }
                }
            }
            #expect(error?.sqlState == .uniqueViolation && error?.statement == "COPY c")
            #expect(database.counters.connectionsOpened == 1)
        }
    }

    @Test("a body that throws while it writes undoes the transaction and leaves the connection")
    func throwingWriter() async throws {
        try await Self.withTable { database in
            await #expect(throws: TransactionTests.Refusal()) {
                try await database.transaction { tx in
                    try tx.copyIn(Self.target) { copy in
                        for number in 0..<50_000 { try copy.row(Int64(number)) }
                        throw TransactionTests.Refusal()
                    }
                }
            }
            #expect(database.counters.connectionsOpened == 1)
        }
    }

    @Test("a query that fails after many rows is named and leaves the connection")
    func failingQuery() async throws {
        try await Self.withTable { database in
            let seen = Mutex(0)
            let query = Statement("numbers.bad", "SELECT 1 / (100000 - n) FROM generate_series(1, $1) AS n")
            let error = await #expect(throws: PostgresError.self) {
                try await database.transaction { tx in
                    try tx.copyOut(query(200_000 as Int32)) { rows in seen.withLock { $0 += rows.count } }
                }
            }
            #expect(error?.sqlState == "22012" && error?.statement == "numbers.bad")
            #expect(seen.withLock { $0 } > 1000)
            #expect(database.counters.connectionsOpened == 1)
        }
    }

    @Test("a body that throws while it reads leaves the connection when the rest is short, and gives it up when it is long")
    func throwingReader() async throws {
        try await Self.withTable { database in
            for (count, connections) in [(20_000, 1), (1_000_000, 2)] {
                await #expect(throws: TransactionTests.Refusal()) {
                    try await database.transaction { tx in
                        try tx.copyOut(StreamTests.numbers(Int32(count))) { _ in throw TransactionTests.Refusal() }
                    }
                }
                let one: Int = try await database.query("SELECT 1::bigint")[0][0]
                #expect(one == 1)
                #expect(database.counters.connectionsOpened == connections)
            }
        }
    }

    @Test("values that do not fit the columns are refused before they are sent, with what differs")
    func mismatches() async throws {
        try await Self.withTable { database in
            func mismatch(_ write: @escaping @Sendable (inout CopyWriter) throws -> Void) async -> CopyMismatch? {
                await #expect(throws: CopyMismatch.self) {
                    _ = try await database.transaction { tx in try tx.copyIn(Self.target, write) }
                }
            }
            #expect(await mismatch { try $0.row(1 as Int32) }?.cause == .type(column: 0, value: .int4, wanted: .int8))
            #expect(await mismatch { try $0.row(1.0) }?.cause == .type(column: 0, value: .float8, wanted: .int8))
            #expect(await mismatch { try $0.row(1, "a") }?.cause == .count(values: 2, columns: 1))
            #expect(await mismatch { try $0.row() }?.cause == .count(values: 0, columns: 1))
            #expect(await mismatch { try $0.row(1, "a") }?.description == "COPY c: a row of 2 values for 1 columns")
            // A text fits a varchar.
            await #expect(throws: TransactionTests.Refusal()) {
                try await database.transaction { tx in
                    try tx.copyIn(CopyTarget("c", "id", "note")) { try $0.row(1, "a") }
                    throw TransactionTests.Refusal()
                }
            }
            #expect(database.counters.connectionsOpened == 1)
        }
    }

    @Test("a missing table and a COPY outside of its functions are errors and not hangs")
    func misuse() async throws {
        try await Self.withTable { database in
            let missing = await #expect(throws: PostgresError.self) {
                try await database.transaction { tx in try tx.copyIn(CopyTarget("nowhere", "id")) { _ in } }
            }
            #expect(missing?.sqlState == .undefinedTable)
            await #expect(throws: PostgresError.self) {
                try await database.transaction { tx in try tx.copyOut("SELECT * FROM nowhere") { _ in } }
            }
            await #expect(throws: (any Error).self) { try await database.query("COPY c FROM STDIN") }
            await #expect(throws: (any Error).self) { try await database.query("COPY c TO STDOUT") }
        }
    }

    @Test("cancelling ends a COPY in either direction, also while the server is silent")
    func cancellation() async throws {
        try await Self.withTable { database in
            try await Self.cancelOnceUnderWay { isUnderWay in
                _ = try await database.transaction { tx in
                    try tx.copyIn(Self.target) { copy in
                        for number in 0... {
                            try copy.row(Int64(number))
                            if number == 100_000 { isUnderWay() }
                        }
                    }
                }
            }
            try await Self.cancelOnceUnderWay { isUnderWay in
                try await database.transaction { tx in
                    let rows = Statement("silent", "SELECT n, pg_sleep(n / 20000 * 600) FROM generate_series(1, 20000) AS n")
                    try tx.copyOut(Query(rows)) { _ in isUnderWay() }
                }
            }
        }
    }

    /// Starts work, cancels it when it says that it is under way, and expects that it ends as cancelled.
    static func cancelOnceUnderWay(_ work: @escaping @Sendable (@escaping @Sendable () -> Void) async throws -> Void) async throws {
        let (signals, signal) = AsyncStream.makeStream(of: Void.self)
        let task = Task { try await work { signal.yield() } }
        for await _ in signals { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
