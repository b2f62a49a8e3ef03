import Synchronization

/// What a database has done since it was opened. Tests guard these numbers; operators may look at them.
public struct DatabaseCounters: Hashable, Sendable {
    /// Statements sent by callers, without BEGIN, COMMIT, ROLLBACK and the preparation of statements.
    public var statements = 0
    /// How often the server was asked something and its answer awaited. A pipeline is one.
    public var roundTrips = 0
    /// Transactions begun at the server.
    public var transactions = 0
    /// Repetitions of failed transactions.
    public var retries = 0
    /// Connections that were opened, those of listeners included.
    public var connectionsOpened = 0
    /// Connections that were closed, by whatever side.
    public var connectionsClosed = 0
    /// Attempts of the pool to open a connection that failed.
    public var connectionsRefused = 0

    /// Counters with these values.
    public init(
        statements: Int = 0, roundTrips: Int = 0, transactions: Int = 0, retries: Int = 0, connectionsOpened: Int = 0,
        connectionsClosed: Int = 0, connectionsRefused: Int = 0
    ) {
        self.statements = statements
        self.roundTrips = roundTrips
        self.transactions = transactions
        self.retries = retries
        self.connectionsOpened = connectionsOpened
        self.connectionsClosed = connectionsClosed
        self.connectionsRefused = connectionsRefused
    }

    /// What has been done in between.
    public static func - (a: DatabaseCounters, b: DatabaseCounters) -> DatabaseCounters {
        DatabaseCounters(
            statements: a.statements - b.statements, roundTrips: a.roundTrips - b.roundTrips,
            transactions: a.transactions - b.transactions, retries: a.retries - b.retries,
            connectionsOpened: a.connectionsOpened - b.connectionsOpened, connectionsClosed: a.connectionsClosed - b.connectionsClosed,
            connectionsRefused: a.connectionsRefused - b.connectionsRefused)
    }
}

/// The counters as the connections count them, without locks.
final class LiveCounters: Sendable {
    let statements = Atomic<Int>(0)
    let roundTrips = Atomic<Int>(0)
    let transactions = Atomic<Int>(0)
    let retries = Atomic<Int>(0)
    let connectionsOpened = Atomic<Int>(0)
    let connectionsClosed = Atomic<Int>(0)
    let connectionsRefused = Atomic<Int>(0)

    var snapshot: DatabaseCounters {
        DatabaseCounters(
            statements: statements.load(ordering: .relaxed), roundTrips: roundTrips.load(ordering: .relaxed),
            transactions: transactions.load(ordering: .relaxed), retries: retries.load(ordering: .relaxed),
            connectionsOpened: connectionsOpened.load(ordering: .relaxed),
            connectionsClosed: connectionsClosed.load(ordering: .relaxed),
            connectionsRefused: connectionsRefused.load(ordering: .relaxed))
    }
}
