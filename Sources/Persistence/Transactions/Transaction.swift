/// One attempt of a transaction, on the thread of its connection: every call blocks that thread and returns its result.
///
/// What can wait, waits: BEGIN is sent together with the first statement, ``enqueue(_:_:)`` keeps statements back until the next round
/// trip, and what is queued when the body returns is sent together with COMMIT. A batch that loads with one query, decides and
/// queues what it stores, costs two round trips.
///
/// After a statement has failed, the body should let the error pass: the server undoes everything anyway.
/// Not `Sendable`, and of no use after its body has returned.
public final class Transaction {
    enum Phase {
        /// BEGIN has not been sent.
        case waiting
        case open
        /// A statement failed; the server will undo everything.
        case failed(statement: String)
        case committed
        case ended
    }

    let session: Session
    private let options: TransactionOptions
    private var phase = Phase.waiting
    private var queue: [Query] = []
    private var openStreams = 0

    init(session: Session, options: TransactionOptions) {
        self.session = session
        self.options = options
    }

    // MARK: Statements

    /// Runs a statement, after all queued ones, in one round trip.
    @inlinable @discardableResult
    public func query<each Parameter: PostgresEncodable>(
        _ statement: Statement, _ parameters: repeat each Parameter
    ) throws -> Rows {
        try query(Query(statement, PostgresParameters(repeat each parameters)))
    }

    /// Runs a statement with its parameters, after all queued ones, in one round trip.
    @discardableResult
    public func query(_ query: Query) throws -> Rows { try pipeline([query])[0] }

    /// Runs a statement like ``query(_:_:)`` and returns how many rows it inserted, updated or deleted.
    @inlinable @discardableResult
    public func execute<each Parameter: PostgresEncodable>(
        _ statement: Statement, _ parameters: repeat each Parameter
    ) throws -> Int {
        try query(Query(statement, PostgresParameters(repeat each parameters))).affected
    }

    /// Queues a statement whose result does not matter; it is sent with the next round trip. Its failure surfaces there, under its own
    /// name.
    @inlinable
    public func enqueue<each Parameter: PostgresEncodable>(_ statement: Statement, _ parameters: repeat each Parameter) {
        enqueue(Query(statement, PostgresParameters(repeat each parameters)))
    }

    /// Queues a statement with its parameters; see ``enqueue(_:_:)``.
    public func enqueue(_ query: Query) { queue.append(query) }

    /// Runs several statements, after all queued ones, in one round trip; returns their rows in the same order.
    public func pipeline(_ queries: [Query]) throws -> [Rows] {
        let results = try transmit(queries, commit: false)
        return results.suffix(queries.count).map(Rows.init)
    }

    /// Sends what is queued and waits until it has happened.
    public func flush() throws {
        if queue.isEmpty { return }
        _ = try transmit([], commit: false)
    }

    /// Runs the last statement together with COMMIT in one round trip. When it returns, the transaction is committed, and nothing more
    /// can be done in it.
    @inlinable
    public func queryAndCommit<each Parameter: PostgresEncodable>(
        _ statement: Statement, _ parameters: repeat each Parameter
    ) throws -> Rows {
        try pipelineAndCommit([Query(statement, PostgresParameters(repeat each parameters))])[0]
    }

    /// Runs the last statements together with COMMIT in one round trip.
    public func pipelineAndCommit(_ queries: [Query]) throws -> [Rows] {
        let results = try transmit(queries, commit: true)
        return results.dropLast().suffix(queries.count).map(Rows.init)
    }

    // MARK: Round trips

    /// Sends BEGIN if it is due, the queue, the queries, and COMMIT if wanted.
    func transmit(_ queries: [Query], commit: Bool) throws -> [ResultHandle] {
        var commands = try beginIfDue()
        commands.reserveCapacity(queue.count + queries.count + 2)
        for query in queue { commands.append(.query(query)) }
        for query in queries { commands.append(.query(query)) }
        queue.removeAll()
        if commit { commands.append(.text("COMMIT")) }
        if commands.isEmpty { return [] }
        return try perform(commands, commit: commit)
    }

    /// Sends commands of other kinds, after BEGIN and all queued statements, in one round trip. Their results are the last ones.
    func transmit(_ others: [Command]) throws -> [ResultHandle] {
        let commands = try beginIfDue() + queue.map(Command.query) + others
        queue.removeAll()
        return try perform(commands, commit: false)
    }

    private func beginIfDue() throws -> [Command] {
        switch phase {
        case .waiting:
            session.counters.transactions.add(1, ordering: .relaxed)
            return [.text(options.begin)] + session.preamble()
        case .open: return []
        case .failed(let statement): throw DatabaseError.rolledBack(statement: statement)
        case .committed, .ended: throw DatabaseError.finished
        }
    }

    private func perform(_ commands: [Command], commit: Bool) throws -> [ResultHandle] {
        let exchange = session.exchange(commands)
        let isDone = exchange.results.count == commands.count
        if isDone, commit { return try committed(exchange.results) }
        if isDone, exchange.failure == nil {
            phase = .open
            return exchange.results
        }
        let failed = commands[min(exchange.results.count, commands.count - 1)]
        phase = .failed(statement: failed.name)
        throw error(of: exchange, last: commands[max(0, commands.count - 2)].name, sentCommit: commit)
    }

    /// COMMIT was answered. Whatever happened to the connection afterwards does not matter any more.
    private func committed(_ results: [ResultHandle]) throws -> [ResultHandle] {
        guard results.last?.commandTag == "COMMIT" else {
            phase = .ended
            throw DatabaseError.rolledBack(statement: "a statement before COMMIT")
        }
        phase = .committed
        return results
    }

    private func error(of exchange: Exchange, last: String, sentCommit: Bool) -> any Error {
        // A transaction that only reads has no outcome to be unsure of; only its results are lost.
        let mayHaveHappened = sentCommit && exchange.wasSent && !options.readOnly
        let unknown = DatabaseError.commitOutcomeUnknown(statement: last)
        switch exchange.failure {
        case .refused(let error):
            // Refused before COMMIT was reached means undone; so does a refused COMMIT, unless the session ended with it.
            if error.endsSession {
                return mayHaveHappened && error.statement == "COMMIT"
                    ? unknown : DatabaseError.connectionLost(statement: error.statement, reason: error.message)
            }
            // Others' prepared statements say nothing about ours: the same again, on a session in which we have none.
            if error.isSignOfSharing { return DatabaseError.connectionLost(statement: error.statement, reason: error.message) }
            return session.interrupt.isCancelled && error.sqlState == .queryCanceled ? CancellationError() : error
        case .lost(let statement, let reason):
            return mayHaveHappened ? unknown : DatabaseError.connectionLost(statement: statement, reason: reason)
        case .cancelled, nil:
            return mayHaveHappened ? unknown : CancellationError()
        case .client(let statement, let reason):
            return mayHaveHappened ? unknown : DatabaseError.clientFailure(statement: statement, reason: reason)
        }
    }

    // MARK: The end

    /// The body has returned: commits, with whatever is queued. A transaction in which nothing was asked costs nothing.
    func finish() throws {
        switch phase {
        case .waiting where queue.isEmpty: phase = .ended
        case .waiting, .open: _ = try transmit([], commit: true)
        case .failed(let statement): throw DatabaseError.rolledBack(statement: statement)
        case .committed: precondition(queue.isEmpty, "statements were queued after COMMIT")
        case .ended: break
        }
    }

    /// Makes sure that nothing of an uncommitted transaction remains. Harmless after a commit.
    func end() {
        queue.removeAll()
        switch phase {
        case .open, .failed:
            if !session.isBroken, session.exchange([.text("ROLLBACK")]).failure != nil { session.markBroken() }
        case .waiting, .committed, .ended: break
        }
        phase = .ended
    }

    /// A function of its own protocol (COPY, scripts) failed.
    func markFailed(_ statement: String) { phase = .failed(statement: statement) }

    /// Makes sure that BEGIN and everything queued has happened.
    func open() throws {
        if case .open = phase, queue.isEmpty { return }
        _ = try transmit([], commit: false)
    }

    /// Streams may be nested; each has a cursor of its own.
    func withCursorName<R>(_ body: (String) throws -> R) rethrows -> R {
        openStreams += 1
        defer { openStreams -= 1 }
        return try body("stream_\(openStreams)")
    }
}
