extension Database {
    /// Runs a body while no other process holds the same lock; returns `nil` at once when another one does and `wait` is false.
    ///
    /// The lock belongs to one connection, which is held all the time. When that connection is lost, so is the lock, without the
    /// body's knowing: ask ``SessionLock/isHeld()`` before steps that must not be done twice, or rely on locks of transactions for them.
    public func withSessionLock<R: Sendable>(
        _ lock: AdvisoryLock, wait: Bool = true, _ body: @Sendable (SessionLock) async throws -> R
    ) async throws -> R? {
        try await lending { connection in
            let isObtained = try await connection.onSession { try $0.takeLock(lock, wait: wait) }
            guard isObtained else { return nil }
            let result: R
            do {
                result = try await body(SessionLock(connection: connection))
            } catch {
                await connection.unlock(lock)
                throw error
            }
            await connection.unlock(lock)
            return result
        }
    }
}

/// An advisory lock that is held by a connection.
public struct SessionLock: Sendable {
    let connection: PostgresConnection

    /// Asks the server whether the connection that holds the lock is still alive. One round trip.
    public func isHeld() async -> Bool {
        do {
            return try await connection.onSession { session in
                try session.queryAlone("SELECT 1")
                return true
            }
        } catch {
            return false
        }
    }
}

extension PostgresConnection {
    /// Gives the lock back. When that fails the connection is closed, which gives it back too.
    fileprivate func unlock(_ lock: AdvisoryLock) {
        let statement: Statement = "SELECT pg_advisory_unlock($1, $2)"
        do {
            try onSession { _ = try $0.queryAlone(statement, lock.space, lock.key) }
        } catch {
            close()
        }
    }
}

extension Session {
    fileprivate func takeLock(_ lock: AdvisoryLock, wait: Bool) throws -> Bool {
        if wait {
            try queryAlone("SELECT pg_advisory_lock($1, $2)", lock.space, lock.key)
            return true
        }
        return try queryAlone("SELECT pg_try_advisory_lock($1, $2)", lock.space, lock.key)[0].decode(0)
    }
}
