/// Takes the pieces of a COPY on their way; blocks while there is no room for them.
protocol CopySink: AnyObject {
    func put(_ piece: UnsafeRawBufferPointer) throws
}

/// Writes the rows of a COPY. They leave in pieces, and whoever writes waits until there is room for the next piece, so that any number of
/// rows needs the memory of a few pieces.
public struct CopyWriter: ~Copyable {
    /// The size of a piece, about.
    @usableFromInline static let pieceBytes = 1 << 16

    private let sink: any CopySink
    private let statement: String
    @usableFromInline let types: [PostgresType]
    @usableFromInline var writer = PostgresWriter()
    /// How many rows were written.
    public internal(set) var rowCount = 0

    /// - Parameter types: the columns' types.
    init(to sink: any CopySink, statement: String, types: [PostgresType]) {
        self.sink = sink
        self.statement = statement
        self.types = types
        writer.append(contentsOf: CopyFormat.signature)
        writer.append(Int32(0))  // flags
        writer.append(Int32(0))  // length of the header's extension
    }

    /// Writes one row: a value for each column of the target, of exactly the column's type. COPY converts nothing.
    ///
    /// - Throws: ``CopyMismatch``, and what is wrong with the connection.
    @inlinable public mutating func row<each Value: PostgresEncodable>(_ values: repeat each Value) throws {
        var column = 0
        for type in repeat (each Value).postgresType {
            guard column < types.count, types[column].takesBinaryForm(of: type) else { break }
            column += 1
        }
        var count = 0
        for _ in repeat (each Value).self { count += 1 }
        guard column == count, count == types.count else {
            var given: [PostgresType] = []
            for type in repeat (each Value).postgresType { given.append(type) }
            throw mismatch(given)
        }
        writer.append(Int16(truncatingIfNeeded: count))
        repeat (each values).encodeField(into: &writer)
        try rowIsComplete()
    }

    /// Writes a row that was read, unchanged.
    ///
    /// - Throws: ``CopyMismatch``, and what is wrong with the connection.
    public mutating func pass(_ row: Row) throws {
        let given = row.result.types
        guard given == types || zip(types, given).allSatisfy({ $0.takesBinaryForm(of: $1) }) && given.count == types.count else {
            throw mismatch(given)
        }
        writer.append(Int16(truncatingIfNeeded: types.count))
        for column in types.indices { writer.appendField(bytes: row.result.field(row: row.index, column: column)) }
        try rowIsComplete()
    }

    @usableFromInline mutating func rowIsComplete() throws {
        rowCount += 1
        if writer.bytes.count >= Self.pieceBytes { try send() }
    }

    private mutating func send() throws {
        try writer.bytes.withUnsafeBytes { try sink.put($0) }
        writer.bytes.removeAll(keepingCapacity: true)
    }

    @usableFromInline func mismatch(_ given: [PostgresType]) -> CopyMismatch {
        if given.count != types.count {
            return CopyMismatch(statement: statement, cause: .count(values: given.count, columns: types.count))
        }
        let column = given.indices.first { !types[$0].takesBinaryForm(of: given[$0]) } ?? 0
        return CopyMismatch(statement: statement, cause: .type(column: column, value: given[column], wanted: types[column]))
    }

    /// Sends what is left, and the end mark.
    mutating func finish() throws {
        writer.append(CopyFormat.endMark)
        try send()
    }
}

extension PostgresType {
    /// Whether a column of this type reads values of the other type from their binary form. Texts of all kinds have the same form.
    @inlinable func takesBinaryForm(of other: PostgresType) -> Bool {
        rawValue == other.rawValue || (other == .text && isText)
    }

    @usableFromInline var isText: Bool { [.varchar, .bpchar, .name, .json].contains(self) }
}

extension PostgresWriter {
    /// A field whose bytes are known; `nil` is NULL.
    mutating func appendField(bytes field: UnsafeRawBufferPointer?) {
        guard let field else { return appendNullField() }
        append(Int32(truncatingIfNeeded: field.count))
        append(contentsOf: field)
    }
}
