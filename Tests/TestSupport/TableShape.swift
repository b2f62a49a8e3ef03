import Persistence

/// What a table looks like, as lines of text that can be compared: its columns in order, its indexes and constraints, its storage
/// parameters.
public enum TableShape {
    private static let columns: Statement = """
        SELECT format('%s %s', attname, format_type(atttypid, atttypmod)) || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END
            || CASE attidentity WHEN '' THEN '' ELSE ' IDENTITY ' || attidentity::text END
            || coalesce(' DEFAULT ' || pg_get_expr(adbin, adrelid), '')
        FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
        """

    private static let indexes: Statement = """
        SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = $1::text::regclass ORDER BY 1
        """

    private static let constraints: Statement = """
        SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = $1::text::regclass ORDER BY 1
        """

    private static let options: Statement = """
        SELECT unnest(reloptions) FROM pg_class WHERE oid = $1::text::regclass ORDER BY 1
        """

    /// The shape of a table of the first schema of the search path.
    public static func of(_ table: String, in database: Database) async throws -> [String] {
        var lines: [String] = []
        for statement in [columns, indexes, constraints, options] {
            lines += try await database.query(statement, table).map { try $0.decode(0, as: String.self) }
        }
        return lines
    }
}
