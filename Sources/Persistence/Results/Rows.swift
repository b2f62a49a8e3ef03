/// The rows that a statement returned, or some of them. They are read where they have arrived; copies are cheap.
public struct Rows: Sendable, RandomAccessCollection {
    @usableFromInline let result: RowStorage

    init(_ result: RowStorage) { self.result = result }

    /// Always 0.
    @inlinable public var startIndex: Int { 0 }
    /// The number of rows.
    @inlinable public var endIndex: Int { result.rowCount }

    /// The row at this position, counted from 0.
    @inlinable public subscript(position: Int) -> Row {
        precondition(position >= 0 && position < result.rowCount, "there is no such row")
        return Row(result: result, index: position)
    }

    /// How many rows the statement inserted, updated, deleted or returned.
    public var affected: Int { result.affectedRows }

    /// How many columns each row has.
    @inlinable public var columnCount: Int { result.columnCount }
}

/// One row. Columns are read by position; the wanted type decides how:
///
///     let id: DebtorID = try row[0]
///     let note: String? = try row[1]
public struct Row: Sendable {
    @usableFromInline let result: RowStorage
    @usableFromInline let index: Int

    @inlinable init(result: RowStorage, index: Int) {
        self.result = result
        self.index = index
    }

    /// The column's value, as the type that is wanted.
    @inlinable public subscript<Value: PostgresDecodable>(column: Int) -> Value {
        get throws(PostgresDecodingError) { try decode(column) }
    }

    /// The column's value, for places where the type cannot be inferred.
    @inlinable public func decode<Value: PostgresDecodable>(
        _ column: Int, as _: Value.Type = Value.self
    ) throws(PostgresDecodingError) -> Value {
        precondition(column >= 0 && column < result.columnCount, "there is no such column")
        let type = result.types[column]
        do throws(PostgresDecodingFailure) {
            guard Value.accepts(type) else { throw .unexpectedType(type) }
            return try Value.decodeField(result.field(row: index, column: column), type: type)
        } catch {
            throw failure(error, column: column, wanted: Value.self)
        }
    }

    @usableFromInline func failure(
        _ failure: PostgresDecodingFailure, column: Int, wanted: Any.Type
    ) -> PostgresDecodingError {
        PostgresDecodingError(
            failure: failure, column: column, columnName: result.columnName(column), wantedType: "\(wanted)")
    }
}
