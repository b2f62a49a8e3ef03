import Persistence

/// Reads the columns of a row from left to right.
public struct RowCursor {
    @usableFromInline let row: Row
    @usableFromInline var column: Int

    /// - Parameter column: the first column that is read, counted from 0.
    @inlinable public init(_ row: Row, from column: Int = 0) {
        self.row = row
        self.column = column
    }

    /// The next column's value.
    ///
    /// - Throws: `PostgresDecodingError`.
    @inlinable public mutating func next<Value: PostgresDecodable>(_: Value.Type = Value.self) throws -> Value {
        defer { column += 1 }
        return try row[column]
    }
}
