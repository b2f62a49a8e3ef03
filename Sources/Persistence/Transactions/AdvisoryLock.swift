/// The name of an advisory lock: a lock that has a meaning only for us. The database knows them by number, for all schemas
/// together, so every purpose has a space of its own.
public struct AdvisoryLock: Hashable, Sendable {
    /// What the lock is for.
    public let space: Int32
    /// Which one of these.
    public let key: Int32

    /// The lock with this name.
    public init(space: Int32, key: Int32) {
        self.space = space
        self.key = key
    }
}

extension Transaction {
    /// Waits for the lock, which the end of the transaction releases. One round trip; in REPEATABLE READ do it in a transaction
    /// before, because the lock's own statement already fixes what the transaction sees.
    public func lock(_ lock: AdvisoryLock) throws {
        try query(Self.lockStatement, lock.space, lock.key)
    }

    /// Takes the lock before the next statement, without a round trip of its own. Of use in READ COMMITTED only (see ``lock(_:)``).
    public func enqueueLock(_ lock: AdvisoryLock) {
        enqueue(Self.lockStatement, lock.space, lock.key)
    }

    /// Takes the lock if nobody has it.
    public func tryLock(_ lock: AdvisoryLock) throws -> Bool {
        try query("SELECT pg_try_advisory_xact_lock($1, $2)", lock.space, lock.key)[0].decode(0)
    }

    private static let lockStatement: Statement = "SELECT pg_advisory_xact_lock($1, $2)"

    /// Notifies the listeners of a channel when the transaction commits. A database has one such commit at a time, so business
    /// transactions should rather call ``Database/notify(channel:payload:)`` after their commit.
    public func enqueueNotify(channel: String, payload: String = "") {
        enqueue("SELECT pg_notify($1, $2)", channel, payload)
    }
}
