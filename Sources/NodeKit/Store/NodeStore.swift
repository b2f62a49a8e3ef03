import Persistence
import SMPProtocol

/// What the decisions of a transaction leave behind besides changed states: messages, log entries… A node's `Effects`.
public protocol StoredEffects: Sendable {
    /// Nothing.
    init()

    /// Queues the statements that store all of it; they are sent with COMMIT.
    func enqueue(in transaction: Transaction)

    /// Tells the other loops of the node what the committed transaction has left for them.
    func announce(to wakeUps: WakeUps)
}

/// The database of a node, as its API, inbox and sweeps use it. Every change of state is a transaction of the store: load and lock, decide,
/// store; what is only read is read without a lock.
///
/// ```swift
/// struct DebtorsStore: NodeStore {
///     typealias TransactionEffects = Effects
///     let database: Database
///     let wakeUps: WakeUps
///     let now: @Sendable () -> Timestamp
/// }
/// ```
public protocol NodeStore: Sendable {
    /// The node's `Effects`.
    associatedtype TransactionEffects: StoredEffects

    /// The pool of connections to it.
    var database: Database { get }
    /// How other loops learn of work that was committed for them.
    var wakeUps: WakeUps { get }
    /// The clock. Decisions get the moment at which their rows were locked: read before, it would be earlier than what was done while
    /// they waited for the lock.
    var now: @Sendable () -> Timestamp { get }
    /// When a transaction is repeated. By default: after conflicts with others, and when a connection is lost before COMMIT.
    var retry: RetryPolicy { get }

    /// Tells whoever has to know what a committed transaction has left. By default: the other loops of the node.
    func announce(_ effects: TransactionEffects)
}

extension NodeStore {
    /// That of business transactions.
    public var retry: RetryPolicy { .business }

    /// Wakes the other loops of the node.
    public func announce(_ effects: TransactionEffects) { effects.announce(to: wakeUps) }

    /// Runs a transaction. Its effects are stored with it, and announced after the commit.
    ///
    /// - Throws: what the body throws (then nothing has happened), and the errors of `Database.transaction`.
    public func transaction<R: Sendable>(
        _ body: @Sendable (Transaction, inout TransactionEffects) throws -> R
    ) async throws -> R {
        let (result, effects) = try await database.transaction(retry: retry) { tx in
            var effects = TransactionEffects()
            let result = try body(tx, &effects)
            effects.enqueue(in: tx)
            return (result, effects)
        }
        announce(effects)
        return result
    }

    /// Runs statements that only read, in one round trip.
    public func read(_ queries: [Query]) async throws -> [Rows] { try await database.pipeline(queries, readOnly: true) }

    /// Runs one statement that only reads.
    public func read(_ query: Query) async throws -> Rows { try await read([query])[0] }
}

/// What a procedure finds and leaves besides the record that it changes.
public struct Work: Sendable {
    /// The results of the queries that the procedure has asked for, in their order.
    public let loaded: [Rows]
    /// What is to be stored besides the record and the effects.
    public var changes: [Query] = []

    /// What was loaded; nothing is to be stored yet.
    public init(loaded: [Rows]) { self.loaded = loaded }
}

extension Transaction {
    /// Queues statements; see `enqueue(_:)`.
    public func enqueue(_ queries: [Query]) {
        for query in queries { enqueue(query) }
    }
}
