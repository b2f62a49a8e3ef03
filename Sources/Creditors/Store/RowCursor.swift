import Persistence

/// Reads the columns of a row from left to right.
struct RowCursor {
    private let row: Row
    private var column: Int

    init(_ row: Row, from column: Int = 0) {
        self.row = row
        self.column = column
    }

    mutating func next<Value: PostgresDecodable>(_: Value.Type = Value.self) throws -> Value {
        defer { column += 1 }
        return try row[column]
    }
}

/// A row says what no row can say: the database was changed by something else than this node.
struct ImplausibleRow: Error, CustomStringConvertible {
    let table: String
    let reason: String

    var description: String { "a row of \(table) \(reason)" }
}
