public import Logging

/// A PostgreSQL database, through a pool of connections.
///
/// Every change of state is a transaction that loads, decides and stores:
///
///     let count = try await database.transaction { tx in
///         let rows = try tx.query(Statements.load, ids)            // BEGIN travels along
///         let states = try rows.map(AccountState.init(row:))
///         let outcome = decide(states, messages, now)              // pure
///         tx.enqueue(Statements.store, outcome.ids, outcome.principals)
///         return outcome.ids.count                                 // the queue travels with COMMIT
///     }
///
/// Connections are opened when they are needed, replaced when the server has dropped them, and closed by ``close()``.
/// Cancelling a task cancels its running statement, and ends its wait for a connection.
public final class Database: Sendable {
    /// Where it is.
    public let url: DatabaseURL
    /// Where listeners connect: around a pooler, if there is one.
    let listenURL: DatabaseURL
    let sharing: SessionSharing
    let configuration: DatabaseConfiguration
    let logger: Logger
    private let pool: ConnectionPool
    let live = LiveCounters()
    let canceller: Canceller

    /// A pool of its own, which opens its first connection when it is needed.
    ///
    /// - Parameter listenURL: the same database for those who listen, when a pooler that shares sessions stands at `url`.
    public init(
        url: DatabaseURL, listenURL: DatabaseURL? = nil, configuration: DatabaseConfiguration = DatabaseConfiguration(), logger: Logger
    ) {
        self.url = url
        self.listenURL = listenURL ?? url
        self.configuration = configuration
        self.logger = logger
        sharing = SessionSharing(url, logger: logger)
        canceller = Canceller(patience: configuration.cancellationGrace)
        pool = ConnectionPool(
            url: url, configuration: configuration, canceller: canceller, counters: live, sharing: sharing, logger: logger)
    }

    /// What has been done since the database was opened.
    public var counters: DatabaseCounters { live.snapshot }

    /// How many callers wait for a connection right now.
    public var waitingCallers: Int { pool.waitingCallers }

    /// Lets no new work in; returns when the work that is under way has ended and all connections are closed.
    public func close() async { await pool.close() }

    // MARK: Transactions

    /// Runs a transaction whose body needs nothing but the database. The body runs on the connection's own thread, where statements
    /// are plain calls that block; it may run several times (see ``RetryPolicy``), so all it does besides statements must be pure.
    ///
    /// - Throws: what the body throws; ``PostgresError``; ``DatabaseError``; `CancellationError`. Nothing of the transaction
    ///   has happened then, except with ``DatabaseError/commitOutcomeUnknown(statement:)``.
    public func transaction<R: Sendable>(
        isolation: IsolationLevel = .readCommitted, readOnly: Bool = false, retry: RetryPolicy = .business,
        _ body: @Sendable (Transaction) throws -> R
    ) async throws -> R {
        let options = TransactionOptions(isolation: isolation, readOnly: readOnly)
        return try await repeating(retry) {
            try await lending { try await $0.attempt(options, body) }
        }
    }

    /// Runs a transaction whose body has to await other things in between. It may run several times, like that of
    /// ``transaction(isolation:readOnly:retry:_:)``.
    public func asyncTransaction<R: Sendable>(
        isolation: IsolationLevel = .readCommitted, readOnly: Bool = false, retry: RetryPolicy = .business,
        _ body: @Sendable (AsyncTransaction) async throws -> R
    ) async throws -> R {
        let options = TransactionOptions(isolation: isolation, readOnly: readOnly)
        return try await repeating(retry) {
            try await lending { connection in
                let number = try await connection.begin(options)
                let result: R
                do {
                    result = try await body(AsyncTransaction(connection: connection, number: number))
                } catch {
                    try await connection.end(number, commit: false)
                    throw error
                }
                try await connection.end(number, commit: true)
                return result
            }
        }
    }

    /// Runs statements as one transaction in one round trip.
    public func pipeline(
        _ queries: [Query], isolation: IsolationLevel = .readCommitted, readOnly: Bool = false, retry: RetryPolicy = .business
    ) async throws -> [Rows] {
        if queries.isEmpty { return [] }
        return try await transaction(isolation: isolation, readOnly: readOnly, retry: retry) {
            try $0.pipelineAndCommit(queries)
        }
    }

    /// Runs one statement as a transaction in one round trip.
    @inlinable @discardableResult
    public func query<each Parameter: PostgresEncodable>(
        _ statement: Statement, _ parameters: repeat each Parameter
    ) async throws -> Rows {
        try await pipeline([Query(statement, PostgresParameters(repeat each parameters))])[0]
    }

    /// Runs one statement as a transaction in one round trip; returns how many rows it inserted, updated or deleted.
    @inlinable @discardableResult
    public func execute<each Parameter: PostgresEncodable>(
        _ statement: Statement, _ parameters: repeat each Parameter
    ) async throws -> Int {
        try await pipeline([Query(statement, PostgresParameters(repeat each parameters))])[0].affected
    }

    /// Wakes the listeners of a channel, in whatever process they are. Nothing is retried: a lost wake-up has its fallback.
    public func notify(channel: String, payload: String = "") async throws {
        _ = try await pipeline([Query("SELECT pg_notify($1, $2)", PostgresParameters(channel, payload))], retry: .none)
    }

    // MARK: Lending connections

    /// Runs a body with a connection of the pool, and replaces connections that the server has closed meanwhile.
    func lending<R: Sendable>(_ body: (PostgresConnection) async throws -> R) async throws -> R {
        // Each dead connection is met once, and new ones are alive.
        for _ in 0...configuration.maximumConnections {
            do {
                return try await lendingOnce(body)
            } catch is PostgresConnection.Stale {
                logger.debug("a connection to PostgreSQL had been closed by the server; taking another one")
            }
        }
        throw DatabaseError.connectionLost(statement: "BEGIN", reason: "the server closes every connection")
    }

    private func lendingOnce<R: Sendable>(_ body: (PostgresConnection) async throws -> R) async throws -> R {
        let connection = try await pool.acquire()
        defer { pool.release(connection) }
        let ticket = connection.interrupt.begin()
        defer { if connection.interrupt.end() { connection.isReusable.store(false, ordering: .releasing) } }
        return try await withTaskCancellationHandler {
            try await body(connection)
        } onCancel: {
            connection.interrupt.cancel(ticket: ticket)
        }
    }

    // MARK: Repeating

    func repeating<R: Sendable>(_ policy: RetryPolicy, _ attempt: () async throws -> R) async throws -> R {
        var failures = 0
        while true {
            do {
                return try await attempt()
            } catch  where failures < policy.repetitions && policy.repeats(error) {
                failures += 1
                live.retries.add(1, ordering: .relaxed)
                let seconds = policy.waitSeconds(afterFailure: failures, randomFactor: configuration.randomFactor())
                logger.debug("a transaction is repeated", metadata: ["failures": "\(failures)", "error": "\(error)"])
                if seconds > 0 { try await configuration.sleep(.microseconds(Int64((seconds * 1e6).rounded()))) }
            }
        }
    }
}

extension Database {
    /// Runs a statement that must not be inside a transaction, such as CREATE DATABASE or VACUUM. Never repeated.
    public func administer(_ sql: String) async throws {
        try await lending { connection in
            try await connection.onSession { _ = try $0.alone(.text(sql)) }
        }
    }
}
