extension Database {
    /// Asks whether the server would take changes, and has room for them. Changes nothing, and leaves nothing behind.
    ///
    /// - Throws: ``ServerIsReadOnly``; ``PostgresError``, of class 53 when the disk is full; ``DatabaseError``.
    public func checkThatItTakesChanges() async throws {
        try await transaction(retry: .none) { tx in
            if try tx.query("SELECT current_setting('transaction_read_only')::boolean")[0].decode(0) {
                throw ServerIsReadOnly()
            }
            // More than fits into the memory that it may take: it goes to the disk.
            tx.enqueue("SET LOCAL work_mem = '64kB'")
            try tx.query(Self.spilling)
        }
    }

    private static let spilling: Statement = """
        SELECT max(t) FROM (SELECT repeat(n::text, 20) AS t FROM generate_series(1, 3000) AS n ORDER BY t OFFSET 0) AS s
        """
}

/// The server takes no changes.
public struct ServerIsReadOnly: Error, CustomStringConvertible {
    public var description: String { "the server is read-only, or a standby" }
}
