import Foundation
import Persistence
import SMPProtocol
import TestSupport
import Testing

private enum Colour: Int16, CaseIterable, PostgresScalar { case red = 1, green = -2, blue = 300 }

@Suite("values", .timeLimit(.minutes(2)))
struct ValueTests {
    /// One column of the big table: its name, its type in SQL, and 10,000 values of which every seventh is NULL.
    private struct Column<Value: PostgresScalar & Equatable>: Sendable {
        let type: String
        let values: [Value?]

        init(_ type: String, seed: UInt64, extremes: [Value], _ make: (inout SplitMix64) -> Value) {
            self.type = type
            var random = SplitMix64(seed: seed)
            values = (0..<10_000).map { index in
                if index % 7 == 3 { return nil }
                return index < extremes.count * 2 ? extremes[index / 2] : make(&random)
            }
        }

        func roundTrip(_ database: Database) async throws {
            let numbers = values.indices.map { Int64($0) }
            let wanted = values
            let table = "CREATE TEMPORARY TABLE t (n bigint PRIMARY KEY, v \(type)) ON COMMIT DROP"
            let (rows, array): (Rows, [Value?]) = try await database.transaction { tx in
                try tx.script("create", table)
                let inserted = try tx.execute(
                    "INSERT INTO t (n, v) SELECT n, v FROM unnest($1, $2) AS u (n, v)", numbers, wanted)
                #expect(inserted == 10_000)
                let rows = try tx.query(Statement(stringLiteral: "SELECT v /* \(type) */ FROM t ORDER BY n"))
                let array: [Value?] = try tx.query(
                    Statement(stringLiteral: "SELECT array_agg(v ORDER BY n) /* \(type) */ FROM t"))[0][0]
                return (rows, array)
            }
            #expect(rows.count == 10_000)
            let read = try rows.map { row throws -> Value? in try row[0] }
            let difference = zip(read, wanted).enumerated().first { $0.element.0 != $0.element.1 }
            #expect(difference == nil, "\(type): row \(String(describing: difference))")
            #expect(array == wanted, "array of \(type)")
            // And one by one, as plain parameters.
            let first: Value? = try await database.query(Statement(stringLiteral: "SELECT $1::\(type)"), wanted[0])[0][0]
            let none: Value? = try await database.query(Statement(stringLiteral: "SELECT $1::\(type)"), Value?.none)[0][0]
            #expect(first == wanted[0] && none == nil)
        }
    }

    @Test("10,000 rows of every column type come back as they went, NULLs included")
    func everyColumnType() async throws {
        func bits(_ random: inout SplitMix64) -> Int64 { Int64(truncatingIfNeeded: random.next()) }
        func text(_ random: inout SplitMix64) -> String {
            let alphabet = Array("abc xyz'\"\\\n\u{1}é漢😀{},")
            return String((0..<Int(random.next() % 40)).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] })
        }
        func bytes(_ random: inout SplitMix64) -> [UInt8] {
            (0..<Int(random.next() % 60)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        }
        try await TestDatabase.with { database in
            try await Column<Bool>("boolean", seed: 1, extremes: []) { $0.next() % 2 == 0 }.roundTrip(database)
            try await Column<Int16>("smallint", seed: 2, extremes: [.min, .max, 0, -1]) { Int16(truncatingIfNeeded: $0.next()) }
                .roundTrip(database)
            try await Column<Int32>("integer", seed: 3, extremes: [.min, .max, 0, -1]) { Int32(truncatingIfNeeded: $0.next()) }
                .roundTrip(database)
            try await Column<Int64>("bigint", seed: 4, extremes: [.min, .max, 0, -1], bits).roundTrip(database)
            try await Column<Int>("bigint", seed: 5, extremes: [.min, .max, 0, -1]) { Int(bits(&$0)) }.roundTrip(database)
            try await Column<Float>("real", seed: 6, extremes: [.infinity, -.infinity, .leastNonzeroMagnitude, -0.0, 0.1]) {
                Float(bitPattern: UInt32(truncatingIfNeeded: $0.next()) & 0xbfff_ffff)
            }.roundTrip(database)
            try await Column<Double>("double precision", seed: 7, extremes: [.infinity, -.infinity, .greatestFiniteMagnitude, 0.1]) {
                Double(bitPattern: $0.next() & 0xbfff_ffff_ffff_ffff)
            }.roundTrip(database)
            try await Column<String>("text", seed: 8, extremes: ["", "NULL", "\u{10ffff}"], text).roundTrip(database)
            try await Column<String>("varchar(100)", seed: 9, extremes: [""], text).roundTrip(database)
            try await Column<[UInt8]>("bytea", seed: 10, extremes: [[], [0], [255, 0]], bytes).roundTrip(database)
            try await Column<UUID>("uuid", seed: 11, extremes: []) { random in
                UUID(uuid: unsafeBitCast((random.next(), random.next()), to: uuid_t.self))
            }.roundTrip(database)
            try await Column<Colour>("smallint", seed: 12, extremes: []) { Colour.allCases[Int($0.next() % 3)] }
                .roundTrip(database)
            try await Column<TupleID>("tid", seed: 13, extremes: [TupleID(block: .max, position: .max)]) {
                TupleID(block: UInt32(truncatingIfNeeded: $0.next()), position: UInt16(truncatingIfNeeded: $0.next()))
            }.roundTrip(database)
        }
    }

    @Test("10,000 rows of every type of the protocol come back as they went, NULLs included")
    func everyProtocolType() async throws {
        func bits(_ random: inout SplitMix64) -> Int64 { Int64(truncatingIfNeeded: random.next()) }
        try await TestDatabase.with { database in
            try await Column<DebtorID>("bigint", seed: 21, extremes: [.init(.min), .init(.max)]) { DebtorID(bits(&$0)) }
                .roundTrip(database)
            try await Column<CreditorID>("bigint", seed: 22, extremes: []) { CreditorID(bits(&$0)) }.roundTrip(database)
            try await Column<CoordinatorID>("bigint", seed: 23, extremes: []) { CoordinatorID(bits(&$0)) }.roundTrip(database)
            try await Column<CoordinatorRequestID>("bigint", seed: 24, extremes: []) { CoordinatorRequestID(bits(&$0)) }
                .roundTrip(database)
            try await Column<TransferID>("bigint", seed: 25, extremes: []) { TransferID(bits(&$0)) }.roundTrip(database)
            try await Column<TransferNumber>("bigint", seed: 26, extremes: []) { TransferNumber(bits(&$0)) }.roundTrip(database)
            try await Column<UpdateID>("bigint", seed: 27, extremes: []) { UpdateID(bits(&$0)) }.roundTrip(database)
            try await Column<TurnID>("integer", seed: 28, extremes: []) { TurnID(Int32(truncatingIfNeeded: $0.next())) }
                .roundTrip(database)
            try await Column<SequenceNumber>("integer", seed: 29, extremes: []) {
                SequenceNumber(Int32(truncatingIfNeeded: $0.next()))
            }.roundTrip(database)
            try await Column<AccountID>("text", seed: 30, extremes: [.none]) { AccountID("account-\($0.next())")! }
                .roundTrip(database)
            try await Column<CoordinatorType>("varchar(30)", seed: 31, extremes: []) {
                [CoordinatorType.direct, .issuing, .agent][Int($0.next() % 3)]
            }.roundTrip(database)
            try await Column<Timestamp>("timestamp with time zone", seed: 32, extremes: [.earliest, .latest, .epoch]) {
                Timestamp(rawValue: Int64($0.next() % 4_000_000_000_000_000))
            }.roundTrip(database)
            try await Column<CalendarDate>("date", seed: 33, extremes: [.earliest, .latest, .epoch]) {
                CalendarDate(rawValue: Int32($0.next() % 40_000))
            }.roundTrip(database)
        }
    }

    @Test("moments and days mean the same to the server")
    func momentsMeanTheSame() async throws {
        try await TestDatabase.with { database in
            let moment: Timestamp = try await database.query("SELECT '2022-01-05 12:34:56.789012+02'::timestamptz")[0][0]
            #expect(moment == Timestamp(microseconds: 1_641_378_896_789_012))
            let texts = try await database.query(
                "SELECT $1::timestamptz::text, $2::timestamptz::text, $3::date::text, floor(extract(epoch FROM $1::timestamptz))::bigint",
                moment, Timestamp.latest, CalendarDate(year: 2024, month: 2, day: 29))[0]
            #expect(try texts[0] == "2022-01-05 10:34:56.789012+00")
            #expect(try texts[1] == "9999-12-31 23:59:59.999999+00")
            #expect(try texts[2] == "2024-02-29")
            #expect(try texts[3] == 1_641_378_896 as Int64)
        }
    }

    @Test("moments and days outside of the years 1 to 9999 are stored as the nearest ones inside")
    func momentsAreClamped() async throws {
        try await TestDatabase.with { database in
            let row = try await database.query(
                "SELECT $1::timestamptz, $2::timestamptz, $3::date, $4::date", Timestamp(rawValue: .max), Timestamp(rawValue: .min),
                CalendarDate(rawValue: .max), CalendarDate(rawValue: .min))[0]
            #expect(try row[0] == Timestamp.latest)
            #expect(try row[1] == Timestamp.earliest)
            #expect(try row[2] == CalendarDate.latest)
            #expect(try row[3] == CalendarDate.earliest)
        }
    }

    @Test(
        "a value that does not fit the wanted type is an error that names the column",
        arguments: [
            ("SELECT 1::bigint AS x", "column 0 (x) cannot be read as Int32: it has the type with the object identifier 20"),
            ("SELECT NULL::integer AS x", "column 0 (x) cannot be read as Int32: it is NULL"),
            ("SELECT 'a'::text AS x", "column 0 (x) cannot be read as Int32: it has the type with the object identifier 25"),
        ])
    func mismatches(sql: String, message: String) async throws {
        try await TestDatabase.with { database in
            let row = try await database.query(Statement(stringLiteral: sql))[0]
            let error = #expect(throws: PostgresDecodingError.self) { try row.decode(0, as: Int32.self) }
            #expect(error?.description == message)
        }
    }

    @Test("infinity, unknown raw values and arrays of two dimensions are errors, not crashes")
    func unreadableValues() async throws {
        try await TestDatabase.with { database in
            let row = try await database.query(
                """
                SELECT 'infinity'::timestamptz, '-infinity'::timestamptz, 'infinity'::date, '-infinity'::date, 2::smallint,
                    ARRAY[[1, 2], [3, 4]], ARRAY[1, NULL]
                """)[0]
            for column in 0...1 {
                #expect(throws: PostgresDecodingError.self) { try row.decode(column, as: Timestamp.self) }
            }
            for column in 2...3 {
                #expect(throws: PostgresDecodingError.self) { try row.decode(column, as: CalendarDate.self) }
            }
            #expect(throws: PostgresDecodingError.self) { try row.decode(4, as: Colour.self) }
            #expect(throws: PostgresDecodingError.self) { try row.decode(5, as: [Int32].self) }
            #expect(throws: PostgresDecodingError.self) { try row.decode(6, as: [Int32].self) }
            #expect(try row[6] == [1, nil] as [Int32?])
        }
    }

    @Test("empty arrays, and narrower integers and floats, can be read")
    func convenientConversions() async throws {
        try await TestDatabase.with { database in
            let row = try await database.query(
                "SELECT $1::bigint[], '{}'::text[], 7::smallint, 8::integer, 1.5::real, $2::bytea[]", [Int64](),
                [[1, 2], []] as [[UInt8]])[0]
            #expect(try row[0] == [Int64]())
            #expect(try row[1] == [String]())
            #expect(try row[2] == 7 as Int64)
            #expect(try row[2] == 7 as Int32)
            #expect(try row[3] == 8 as Int64)
            #expect(try row[4] == 1.5)
            #expect(try row[5] == [[1, 2], []] as [[UInt8]])
        }
    }

    @Test("a text that contains U+0000 is refused by the server without its value in the description")
    func nulCharacter() async throws {
        try await TestDatabase.with { database in
            let error = await #expect(throws: PostgresError.self) {
                try await database.query("SELECT $1::text", "secret\u{0}")
            }
            #expect(error?.sqlState == "22021")
            #expect(error.map { "\($0)".contains("secret") } == false)
        }
    }
}
