import TestSupport
import Testing

@testable import Persistence

@Suite("the format of binary COPY")
struct CopyParserTests {
    /// Names and types of columns, without a server.
    private final class Columns: RowStorage, @unchecked Sendable {
        init(_ types: PostgresType...) { super.init(types: types, rowCount: 0) }
        override func columnName(_ column: Int) -> String { "column\(column)" }
    }

    /// Collects what a writer sends.
    private final class Collector: CopySink {
        var bytes: [UInt8] = []
        var largest = 0
        func put(_ piece: UnsafeRawBufferPointer) {
            bytes.append(contentsOf: piece)
            largest = max(largest, piece.count)
        }
    }

    private static func stream(_ write: (inout CopyWriter) throws -> Void) throws -> [UInt8] {
        let collector = Collector()
        var writer = CopyWriter(to: collector, statement: "test", types: [.int8, .text])
        try write(&writer)
        try writer.finish()
        return collector.bytes
    }

    private static func read(_ bytes: [UInt8], inPiecesOf size: () -> Int) throws -> (rows: [String], reader: CopyReader) {
        var reader = CopyReader(Columns(.int8, .text))
        var rows: [String] = []
        func take(_ block: Rows) throws {
            for row in block { rows.append("\(try row.decode(0, as: Int?.self) as Any) \(try row.decode(1, as: String?.self) as Any)") }
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(size())
            try piece.withUnsafeBytes { try reader.append($0) }
            rest.removeFirst(piece.count)
            if reader.isFull { try reader.handOut(take) }
        }
        try reader.handOut(take)
        return (rows, reader)
    }

    @Test("however the stream is cut, the rows are the same")
    func cuts() throws {
        var random = SplitMix64(seed: 7)
        let values = (0..<3000).map { _ in
            (
                Bool.random(using: &random) ? Int.random(in: .min ... .max, using: &random) : nil,
                Bool.random(using: &random) ? String(repeating: "y", count: .random(in: 0...200, using: &random)) : nil
            )
        }
        let bytes = try Self.stream { for (number, text) in values { try $0.row(number, text) } }
        let wanted = values.map { "\($0 as Any) \($1 as Any)" }
        for largest in [1, 3, 20, 1000, 100_000, 1_000_000] {
            let (rows, reader) = try Self.read(bytes) { .random(in: 1...largest, using: &random) }
            #expect(rows == wanted, "pieces of up to \(largest) bytes")
            #expect(reader.hasEnded && reader.rowsRead == values.count)
        }
    }

    @Test("a million rows take one block to read and pieces of 64 KiB to write")
    func memory() throws {
        let collector = Collector()
        var writer = CopyWriter(to: collector, statement: "test", types: [.int8, .text])
        for number in 0..<1_000_000 { try writer.row(number, nil as String?) }
        try writer.finish()
        #expect(collector.largest < CopyWriter.pieceBytes + 100)
        var reader = CopyReader(Columns(.int8, .text))
        var rest = collector.bytes[...]
        while !rest.isEmpty {
            try rest.prefix(18).withUnsafeBytes { try reader.append($0) }
            rest = rest.dropFirst(18)
            if reader.isFull { try reader.handOut { _ in } }
        }
        try reader.handOut { _ in }
        #expect(reader.rowsRead == 1_000_000)
        #expect(reader.blocksMade == 1)
    }

    @Test(
        "bytes that are no such stream are refused",
        arguments: [
            ("another signature", 0, 0), ("flags of another version", 11, 1), ("a negative extension", 15, 0xff),
            ("another number of columns", 20, 3), ("a negative length", 21, 0x80), ("bytes after the end", 40, 0),
        ] as [(String, Int, UInt8)])
    func malformed(name: String, position: Int, byte: UInt8) throws {
        var bytes = try Self.stream { try $0.row(1, "a") }
        #expect(bytes.count == 40)
        if position < bytes.count { bytes[position] = byte } else { bytes.append(byte) }
        #expect(throws: CopyFormat.Malformed.self, "\(name)") { try Self.read(bytes) { bytes.count } }
    }

    @Test("a stream that ends early has not ended")
    func truncated() throws {
        let bytes = try Self.stream { for number in 0..<10 { try $0.row(number, "a") } }
        for length in 0..<bytes.count {
            let (rows, reader) = try Self.read(Array(bytes.prefix(length))) { 1000 }
            #expect(!reader.hasEnded && rows.count <= 10)
        }
    }

    @Test("literals take the places of the placeholders, and only theirs")
    func literals() {
        func text(_ sql: String) -> String { LiteralQuery.text(sql, (1...11).map { "<\($0)>" }) }
        #expect(text("SELECT $1, $11, $2::text FROM t WHERE a = ANY($1)") == "SELECT <1>, <11>, <2>::text FROM t WHERE a = ANY(<1>)")
        #expect(text("SELECT 'it''s', \"a\"\"b\" /* ' */, $1 -- '\n, $2") == "SELECT 'it''s', \"a\"\"b\" /* ' */, <1> -- '\n, <2>")
        #expect(LiteralQuery.text("SELECT $1", ["('$2 '' $1'::text)"]) == "SELECT ('$2 '' $1'::text)")
    }
}
