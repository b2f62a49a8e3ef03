import Logging
import Persistence

/// What a sweep reads of its table: which columns, and what a row means.
public struct SweptTable<Element: Sendable>: Sendable {
    /// The table's name, in the schema of the search path.
    public let name: String
    private let statement: Statement
    private let decode: @Sendable (Row) throws -> Element

    /// - Parameters:
    ///   - name: the table's name; an alias may follow it (`account_data a`).
    ///   - columns: what is selected, as in SQL.
    ///   - decode: reads a row with these columns, in their order. What it throws says that this row cannot be used.
    public init(_ name: String, columns: String, decode: @escaping @Sendable (Row) throws -> Element) {
        let table = name.prefix { $0 != " " }
        self.name = String(table)
        self.decode = decode
        // The place comes last, so that the other columns keep their numbers.
        statement = Statement("\(table).sweep", "SELECT \(columns), ctid FROM \(name) WHERE ctid >= $1 AND ctid < $2")
    }

    /// The rows in a window of the table's physical blocks, in any order.
    func read(_ window: BlockWalk.Window, in transaction: Transaction) throws -> Rows {
        try transaction.query(statement, TupleID(block: UInt32(window.lower)), TupleID(block: UInt32(window.upper)))
    }

    /// What the rows mean. Rows that cannot be are left out, and the log says where they are.
    ///
    /// - Throws: when the columns are others than `decode` expects, which is no fault of a row.
    func elements(of rows: Rows, logger: Logger) throws -> [Element] {
        try rows.readable(decode) { row, error in
            let place: TupleID = try row[rows.columnCount - 1]
            logger.error(
                "a row contradicts itself; it is left out",
                metadata: ["table": "\(name)", "ctid": "(\(place.block),\(place.position))", "error": "\(error)"])
        }
    }
}
