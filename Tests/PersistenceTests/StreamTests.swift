import Persistence
import TestSupport
import Testing

@Suite("streams", .timeLimit(.minutes(2)))
struct StreamTests {
    static let numbers = Statement("numbers", "SELECT n::bigint FROM generate_series(1, $1) AS n")

    @Test("a large result comes in chunks, complete and in order", arguments: [0, 1, 999, 1000, 1001, 25_000])
    func chunks(count: Int) async throws {
        try await TestDatabase.with { database in
            let (read, largest) = try await database.transaction(readOnly: true) { tx in
                var read: [Int] = []
                var largest = 0
                try tx.stream(Self.numbers(Int32(count))) { rows in
                    largest = max(largest, rows.count)
                    for row in rows { read.append(try row[0]) }
                }
                return (read, largest)
            }
            #expect(read == Array(1...max(1, count)).filter { $0 <= count })
            #expect(largest == min(count, 1000))
        }
    }

    @Test("streams can be nested, with other statements in between")
    func nested() async throws {
        try await TestDatabase.with { database in
            let total = try await database.transaction { tx in
                var total = 0
                try tx.stream(Self.numbers(5 as Int32), chunkRows: 2) { outer in
                    for row in outer {
                        let limit: Int = try row[0]
                        try tx.stream(Self.numbers(Int32(limit)), chunkRows: 2) { inner in
                            for row in inner { total += try row.decode(0, as: Int.self) }
                        }
                        total += try tx.query("SELECT 1000::bigint")[0].decode(0, as: Int.self)
                    }
                }
                return total
            }
            #expect(total == 5000 + 1 + 3 + 6 + 10 + 15)
        }
    }

    @Test("an async body may await between the chunks")
    func asynchronous() async throws {
        try await TestDatabase.with { database in
            let chunks = Recorder<Int>()
            try await database.asyncTransaction { tx in
                try await tx.stream(Self.numbers(25 as Int32), chunkRows: 10) { rows in
                    await Task.yield()
                    chunks.append(rows.count)
                }
            }
            #expect(chunks.values == [10, 10, 5])
        }
    }

    @Test("a query that fails in the middle of a stream is named")
    func failure() async throws {
        try await TestDatabase.with { database in
            let bad = Statement("numbers.bad", "SELECT 1 / (3 - n) FROM generate_series(1, $1) AS n")
            let error = await #expect(throws: PostgresError.self) {
                try await database.transaction { tx in try tx.stream(bad(10 as Int32), chunkRows: 2) { _ in } }
            }
            #expect(error?.sqlState == "22012")
            #expect(error?.statement == "numbers.bad")
        }
    }
}
