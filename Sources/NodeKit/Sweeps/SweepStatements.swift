import Persistence

/// What a sweep asks about its table.
enum SweepStatements {
    private static let tableBlocksStatement = Statement(
        "sweep.tableBlocks", "SELECT pg_relation_size(to_regclass($1)) / current_setting('block_size')::bigint")

    private static let estimatedRowsStatement = Statement(
        "sweep.estimatedRows", "SELECT reltuples::float8 FROM pg_class WHERE oid = to_regclass($1)")

    /// The number of physical blocks now.
    /// - Throws: `PostgresDecodingError` when there is no such table.
    static func tableBlocks(_ table: String, in transaction: Transaction) throws -> Int64 {
        try transaction.query(tableBlocksStatement, table)[0].decode(0)
    }

    /// The planner's estimate; 0 when the table has never been analyzed, or does not exist.
    static func estimatedRows(_ table: String, in transaction: Transaction) throws -> Int {
        let rows = try transaction.query(estimatedRowsStatement, table)
        guard let row = rows.first else { return 0 }
        let estimate: Double = try row[0]
        return Int(min(max(0, estimate), 1e15))
    }
}
