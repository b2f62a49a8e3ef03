/// Where a COPY writes: a table, and some of its columns in the order of the values of a row. The other columns get their defaults.
///
///     static let offers = CopyTarget("sell_offer", "turn_id", "creditor_id", "amount")
public struct CopyTarget: Hashable, Sendable {
    /// The table's name as the catalogue has it, without quotes; looked up along the search path.
    public let table: String
    /// The columns' names as the catalogue has them.
    public let columns: [String]

    /// Names and columns are part of the program, never data.
    public init(_ table: String, _ columns: String...) {
        precondition(!columns.isEmpty, "a COPY needs columns")
        self.table = table
        self.columns = columns
    }

    private var quotedColumns: String { columns.map(quotedIdentifier).joined(separator: ", ") }

    /// What errors and logs call it.
    var name: String { "COPY \(table)" }
    var sql: String { "COPY \(quotedIdentifier(table)) (\(quotedColumns)) FROM STDIN (FORMAT binary)" }
    /// A query whose columns are those of the target.
    var lookAtColumns: Query {
        Query(Statement(name, "SELECT \(quotedColumns) FROM \(quotedIdentifier(table))"))
    }
}

/// A row does not fit the table that a COPY writes: the code and the schema disagree. Holds no data of the row.
public struct CopyMismatch: Error, Hashable, Sendable, CustomStringConvertible {
    /// What a row and its table disagree about.
    public enum Cause: Hashable, Sendable {
        /// A row has another number of values than the target has columns.
        case count(values: Int, columns: Int)
        /// COPY converts nothing: the value's type must be that of the column.
        case type(column: Int, value: PostgresType, wanted: PostgresType)
    }

    /// The statement.
    public let statement: String
    /// What is wrong.
    public let cause: Cause

    public var description: String {
        switch cause {
        case .count(let values, let columns): "\(statement): a row of \(values) values for \(columns) columns"
        case .type(let column, let value, let wanted):
            "\(statement): column \(column) has the type with the object identifier \(wanted.rawValue), its value \(value.rawValue)"
        }
    }
}
