import Persistence

/// A transaction of somebody else that is still open when a test's own transaction begins.
public enum OpenTransaction {
    /// Runs statements, lets a contender run into their locks, and commits as soon as it waits for one of them.
    ///
    /// - Parameters:
    ///   - statements: what the other one does, in one transaction.
    ///   - contender: what the test is about. It must wait for a lock of the other one.
    ///   - meanwhile: happens while the contender waits.
    /// - Returns: what the contender returns after the other one's commit.
    public static func with<R: Sendable>(
        _ database: Database, _ statements: [Statement], contender: @escaping @Sendable () async throws -> R,
        meanwhile: @Sendable () -> Void = {}
    ) async throws -> R {
        let task = try await database.asyncTransaction(retry: .none) { tx in
            for statement in statements { try await tx.execute(statement) }
            let task = Task { try await contender() }
            try await TestBroker.eventually("the contender waits for a lock") {
                try await database.query(
                    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"
                )[0].decode(0)
            }
            meanwhile()
            return task
        }
        return try await task.value
    }
}
