import Logging
import Synchronization
import Threading

/// A connection with its own thread. Everything that blocks, blocks there.
actor PostgresConnection {
    /// The server has closed the connection while nobody used it; nothing was asked yet.
    struct Stale: Error {}

    private let executor: ThreadExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// The pool's name for it.
    nonisolated let number: PoolMachine.ConnectionID
    nonisolated let interrupt: Interrupt
    /// Whether somebody else can use the connection; known without a hop. A connection that is not reusable has been closed.
    nonisolated let isReusable = Atomic<Bool>(true)

    private var session: Session?
    private var openTransaction: (number: UInt64, transaction: Transaction)?
    private var lastNumber: UInt64 = 0

    private init(number: PoolMachine.ConnectionID, canceller: Canceller) throws(DatabaseError) {
        executor = ThreadExecutor(name: "postgres")
        self.number = number
        interrupt = try Interrupt(canceller: canceller)
    }

    static func open(
        _ url: DatabaseURL, number: PoolMachine.ConnectionID, configuration: DatabaseConfiguration, canceller: Canceller,
        counters: LiveCounters, sharing: SessionSharing, logger: Logger
    ) async throws -> PostgresConnection {
        let connection = try PostgresConnection(number: number, canceller: canceller)
        try await connection.connect(url, configuration, counters, sharing, logger)
        return connection
    }

    private func connect(
        _ url: DatabaseURL, _ configuration: DatabaseConfiguration, _ counters: LiveCounters, _ sharing: SessionSharing, _ logger: Logger
    ) throws {
        session = try Session(
            url, configuration: configuration, interrupt: interrupt, counters: counters, sharing: sharing, logger: logger)
    }

    func close() {
        isReusable.store(false, ordering: .releasing)
        interrupt.target(nil)
        session = nil
    }

    /// Runs one attempt of a transaction, the body included, in one hop.
    func attempt<R: Sendable>(_ options: TransactionOptions, _ body: @Sendable (Transaction) throws -> R) throws -> R {
        defer { closeUnlessIdle() }
        let transaction = Transaction(session: try liveSession(), options: options)
        defer { transaction.end() }
        let result = try body(transaction)
        try transaction.finish()
        return result
    }

    /// Something other than a transaction, on the bare session.
    func onSession<R: Sendable>(_ body: @Sendable (Session) throws -> R) throws -> R {
        defer { closeUnlessIdle() }
        return try body(try liveSession())
    }

    // MARK: Transactions of several hops

    /// - Returns: the number that the following calls must show, so that a leaked transaction cannot reach the next one.
    func begin(_ options: TransactionOptions) throws -> UInt64 {
        precondition(openTransaction == nil, "a connection was lent to two transactions")
        defer { closeUnlessIdle() }
        lastNumber += 1
        openTransaction = (lastNumber, Transaction(session: try liveSession(), options: options))
        return lastNumber
    }

    func within<R: Sendable>(_ number: UInt64, _ body: @Sendable (Transaction) throws -> R) throws -> R {
        guard let openTransaction, openTransaction.number == number else { throw DatabaseError.finished }
        return try body(openTransaction.transaction)
    }

    func end(_ number: UInt64, commit: Bool) throws {
        guard let openTransaction, openTransaction.number == number else { throw DatabaseError.finished }
        defer {
            openTransaction.transaction.end()
            self.openTransaction = nil
            closeUnlessIdle()
        }
        if commit { try openTransaction.transaction.finish() }
    }

    // MARK: State

    private func liveSession() throws -> Session {
        if let session, session.isStillOpen() { return session }
        close()
        throw Stale()
    }

    private func closeUnlessIdle() {
        if session?.isIdle != true { close() }
    }
}
