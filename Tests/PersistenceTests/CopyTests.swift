import Persistence
import SMPProtocol
import TestSupport
import Testing

@Suite("COPY")
struct CopyTests {
    @Test("100,000 rows go in through binary COPY, NULLs and all")
    func copyIn() async throws {
        try await TestDatabase.with { database in
            try await database.execute("CREATE TABLE c (id bigint PRIMARY KEY, note text, amount bigint, at timestamptz)")
            let count = try await database.transaction { tx in
                try tx.copyIn("COPY c (id, note, amount, at) FROM STDIN (FORMAT binary)") { copy in
                    for number in 0..<100_000 {
                        try copy.row(
                            DebtorID(Int64(number)), number % 3 == 0 ? nil : "note \(number)", Int64(number) * 2,
                            Timestamp(microseconds: Int64(number)))
                    }
                }
            }
            #expect(count == 100_000)
            let row = try await database.query(
                "SELECT count(*), count(note), sum(amount)::bigint, max(at), min(note) FROM c")[0]
            #expect(try row[0] == 100_000)
            #expect(try row[1] == 66_666)
            #expect(try row[2] == (0..<100_000).reduce(0) { $0 + $1 * 2 })
            #expect(try row[3] == Timestamp(microseconds: 99_999))
            #expect(try row[4] == "note 1")
        }
    }

    @Test("a COPY can be followed by other statements of its transaction")
    func copyAmongOthers() async throws {
        try await TestDatabase.with { database in
            try await database.execute("CREATE TABLE c (id bigint PRIMARY KEY)")
            let count: Int = try await database.transaction { tx in
                tx.enqueue("INSERT INTO c VALUES (1)")
                try tx.copyIn("COPY c FROM STDIN (FORMAT binary)") { try $0.row(2 as Int64) }
                try tx.copyIn("COPY c FROM STDIN (FORMAT binary)") { _ in }
                return try tx.query("SELECT count(*) FROM c")[0][0]
            }
            #expect(count == 2)
        }
    }

    @Test("a COPY that the server refuses, or whose body throws, undoes its transaction and leaves a usable connection")
    func failures() async throws {
        try await TestDatabase.with(configuration: DatabaseConfiguration(maximumConnections: 1)) { database in
            try await database.execute("CREATE TABLE c (id bigint PRIMARY KEY)")
            let duplicate = await #expect(throws: PostgresError.self) {
                try await database.transaction { tx in
                    try tx.copyIn("COPY c FROM STDIN (FORMAT binary)") { copy in
                        for number in 0..<50_000 { try copy.row(Int64(number % 40_000)) }
                    }
                }
            }
            #expect(duplicate?.sqlState == .uniqueViolation)
            await #expect(throws: TransactionTests.Refusal()) {
                try await database.transaction { tx in
                    try tx.copyIn("COPY c FROM STDIN (FORMAT binary)") { copy in
                        try copy.row(1 as Int64)
                        throw TransactionTests.Refusal()
                    }
                }
            }
            let missing = await #expect(throws: PostgresError.self) {
                try await database.transaction { tx in try tx.copyIn("COPY nowhere FROM STDIN (FORMAT binary)") { _ in } }
            }
            #expect(missing?.sqlState == .undefinedTable)
            let narrow = await #expect(throws: PostgresError.self) {
                try await database.transaction { tx in
                    try tx.copyIn("COPY c FROM STDIN (FORMAT binary)") { try $0.row(1 as Int32) }
                }
            }
            #expect(narrow?.sqlState == "08P01")
            let count: Int = try await database.query("SELECT count(*) FROM c")[0][0]
            #expect(count == 0)
            #expect(database.counters.connectionsOpened == 1)
        }
    }

    @Test("rows come out through COPY line by line")
    func copyOut() async throws {
        try await TestDatabase.with(configuration: DatabaseConfiguration(maximumConnections: 1)) { database in
            let sum = try await database.transaction { tx in
                var sum = 0
                let count = try tx.copyOut("COPY (SELECT n FROM generate_series(1, 20000) AS n) TO STDOUT (FORMAT csv)") { line in
                    sum += Int(String(decoding: line.dropLast(), as: UTF8.self))!
                }
                #expect(count == 20_000)
                return sum
            }
            #expect(sum == 20_000 * 20_001 / 2)
            await #expect(throws: TransactionTests.Refusal()) {
                try await database.transaction { tx in
                    try tx.copyOut("COPY (SELECT 1) TO STDOUT") { _ in throw TransactionTests.Refusal() }
                }
            }
            let one: Int = try await database.query("SELECT 1::bigint")[0][0]
            #expect(one == 1)
        }
    }

    @Test("a statement that is no COPY, and a COPY outside of its functions, are errors and not hangs")
    func misuse() async throws {
        try await TestDatabase.with(configuration: DatabaseConfiguration(maximumConnections: 2)) { database in
            try await database.execute("CREATE TABLE c (id bigint PRIMARY KEY)")
            await #expect(throws: DatabaseError.self) {
                try await database.transaction(retry: .none) { tx in try tx.copyIn("SELECT 1") { _ in } }
            }
            await #expect(throws: DatabaseError.self) {
                try await database.transaction(retry: .none) { tx in try tx.copyIn("COPY c TO STDOUT") { _ in } }
            }
            await #expect(throws: (any Error).self) { try await database.query("COPY c FROM STDIN") }
            await #expect(throws: (any Error).self) { try await database.query("COPY c TO STDOUT") }
            let one: Int = try await database.query("SELECT 1::bigint")[0][0]
            #expect(one == 1)
        }
    }
}
