import Persistence
import SMPProtocol
import Synchronization
import TestSupport
import Testing

@Suite("COPY", .timeLimit(.minutes(2)))
struct CopyTests {
    /// Values of all kinds that a COPY has to bring through unchanged.
    struct Odd: Hashable, Sendable {
        var id: DebtorID
        var note: String?
        var amount: Int64?
        var rate: Double?
        var share: Float?
        var at: Timestamp?
        var isOpen: Bool?
        var bytes: [UInt8]?

        static let target = CopyTarget("odd", "id", "note", "amount", "rate", "share", "at", "is_open", "bytes")
        static let table: Statement = """
            CREATE TABLE odd (
                id bigint, note text, amount bigint, rate double precision, share real, at timestamptz, is_open boolean, bytes bytea)
            """
        static let all: Statement = "SELECT id, note, amount, rate, share, at, is_open, bytes FROM odd ORDER BY id"

        static let samples = [
            Odd(id: DebtorID(.min), note: "", amount: .min, rate: -.infinity, share: .infinity, at: .earliest, isOpen: false, bytes: []),
            Odd(
                id: DebtorID(-1), note: "\\N\t\"'\n$1 ünï\u{10FFFF}", amount: 0, rate: -0.0, share: -.leastNonzeroMagnitude,
                bytes: [0, 255]),
            Odd(id: DebtorID(0)),
            Odd(
                id: DebtorID(1), amount: -1, rate: .greatestFiniteMagnitude, share: .greatestFiniteMagnitude,
                at: Timestamp(microseconds: -1)),
            Odd(
                id: DebtorID(.max), note: String(repeating: "x", count: 300_000), amount: .max, rate: .leastNonzeroMagnitude, share: 0,
                at: .latest, isOpen: true, bytes: Array(repeating: 7, count: 200_000)),
        ]

        func write(to copy: inout CopyWriter) throws { try copy.row(id, note, amount, rate, share, at, isOpen, bytes) }
    }

    @Test("odd values go in and come out unchanged: NULLs, empty and long texts, infinities, extremes")
    func oddValues() async throws {
        try await TestDatabase.with { database in
            try await database.execute(Odd.table)
            let (written, read, asRows) = try await database.transaction { tx in
                let written = try tx.copyIn(Odd.target) { copy in
                    for odd in Odd.samples { try odd.write(to: &copy) }
                }
                var read: [Odd] = []
                try tx.copyOut(Query(Odd.all)) { rows in for row in rows { read.append(try Odd(row: row)) } }
                return (written, read, try tx.query(Odd.all).map(Odd.init))
            }
            #expect(written == Odd.samples.count)
            #expect(read == Odd.samples)
            #expect(asRows == Odd.samples)
        }
    }

    @Test("what is not a number stays so")
    func notANumber() async throws {
        try await TestDatabase.with { database in
            try await database.execute("CREATE TABLE c (a double precision, b real)")
            let areNaN: [Bool] = try await database.transaction { tx in
                try tx.copyIn(CopyTarget("c", "a", "b")) { try $0.row(Double.nan, Float.nan) }
                var read: [Bool] = []
                try tx.copyOut("SELECT a, b, a = 'NaN' AND b = 'NaN' FROM c") { rows in
                    for row in rows {
                        read += [try row.decode(0, as: Double.self).isNaN, try row.decode(1, as: Float.self).isNaN, try row[2]]
                    }
                }
                return read
            }
            #expect(areNaN == [true, true, true])
        }
    }

    @Test("a million rows go in and come out block by block: at most 128 KiB of them are in hand")
    func aMillionRows() async throws {
        try await TestDatabase.with { database in
            try await database.execute("CREATE UNLOGGED TABLE c (id bigint, note text, amount bigint, at timestamptz)")
            let count = 1_000_000
            let (written, read, sum, largest, blocks) = try await database.transaction { tx in
                let written = try tx.copyIn(CopyTarget("c", "id", "note", "amount", "at")) { copy in
                    for number in 0..<count {
                        try copy.row(number, number % 3 == 0 ? nil : "n", number * 2, Timestamp(microseconds: Int64(number)))
                    }
                }
                var sum = 0, largest = 0, blocks = 0
                let read = try tx.copyOut("SELECT id, note, amount, at FROM c") { rows in
                    largest = max(largest, rows.count)
                    blocks += 1
                    for row in rows { sum += try row.decode(2, as: Int.self) }
                }
                return (written, read, sum, largest, blocks)
            }
            #expect(written == count && read == count)
            #expect(sum == count * (count - 1))
            // A row has at least 42 bytes.
            #expect(largest <= (128 << 10) / 42)
            #expect(blocks > 500)
        }
    }

    @Test("parameters of a query are written as literals, whatever is in them", arguments: ["", "a'b", "\\", "x'; DROP TABLE c; --", "$1"])
    func parameters(note: String) async throws {
        try await TestDatabase.with { database in
            let query = Statement(
                "copy.parameters", "SELECT $1, '''' || $2, $3::bigint[], $4, $5, $6 /* no 'quote */ WHERE true -- it's all\n AND $2 = $2")
            let moment = Timestamp(microseconds: 1_234_567)
            let row = try await database.transaction { tx in
                var row: Row?
                try tx.copyOut(query(DebtorID(-7), note, [1, -2] as [Int64], moment, Double.nan, nil as Int32?)) { row = $0[0] }
                return row
            }
            let found = try #require(row)
            #expect(try found[0] == DebtorID(-7))
            #expect(try found[1] == "'" + note)
            #expect(try found[2] == [1, -2] as [Int64])
            #expect(try found[3] == moment)
            #expect(try found.decode(4, as: Double.self).isNaN)
            #expect(try found[5] == nil as Int32?)
        }
    }

    @Test("a COPY costs a round trip for the columns and one for each of its ends, and other statements may surround it")
    func amongOthers() async throws {
        try await TestDatabase.with { database in
            try await database.execute("CREATE TABLE c (id bigint PRIMARY KEY)")
            let target = CopyTarget("c", "id")
            let before = database.counters
            let (count, sum) = try await database.transaction { tx in
                tx.enqueue("INSERT INTO c VALUES (1)")
                try tx.copyIn(target) { try $0.row(2 as Int64) }
                try tx.copyIn(target) { _ in }
                var sum = 0
                try tx.copyOut("SELECT id FROM c") { rows in for row in rows { sum += try row.decode(0, as: Int.self) } }
                try tx.copyOut("SELECT id FROM c WHERE false") { _ in Issue.record("there are no rows") }
                return (try tx.query("SELECT count(*) FROM c")[0].decode(0, as: Int.self), sum)
            }
            #expect(count == 2 && sum == 3)
            #expect((database.counters - before).roundTrips == 4 * 3 + 2)
        }
    }

    @Test("rows that are kept stay as they were while further blocks come")
    func keptRows() async throws {
        try await TestDatabase.with { database in
            let numbers = try await database.transaction { tx in
                var kept: [Rows] = []
                try tx.copyOut("SELECT n::bigint FROM generate_series(1, 20000) AS n") { kept.append($0) }
                return try kept.joined().map { try $0.decode(0, as: Int.self) }
            }
            #expect(numbers == Array(1...20_000))
        }
    }
}

extension CopyTests.Odd {
    init(row: Row) throws {
        self.init(
            id: try row[0], note: try row[1], amount: try row[2], rate: try row[3], share: try row[4], at: try row[5], isOpen: try row[6],
            bytes: try row[7])
    }
}
