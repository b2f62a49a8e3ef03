/// What can go wrong between us and the server, apart from refused statements (``PostgresError``) and results that cannot be
/// read (``PostgresDecodingError``). Holds neither passwords nor data of customers.
public enum DatabaseError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No connection could be made. `isTransient` when trying again later may help (server down, starting, full).
    case cannotConnect(server: String, reason: String, isTransient: Bool)
    /// The connection was lost before COMMIT was sent: nothing of the transaction happened.
    case connectionLost(statement: String, reason: String)
    /// The connection was lost after COMMIT was sent and before its answer came: the transaction may have happened or not.
    /// Never repeated here. Whoever repeats must be able to repeat what has happened.
    case commitOutcomeUnknown(statement: String)
    /// All connections of the pool were in use for the whole time that a caller may wait. They can be fewer than the pool may have, when
    /// the server refuses more.
    case poolExhausted(connections: Int, waitedSeconds: Double)
    /// So many callers wait for a connection that no more are let in.
    case tooManyWaiters(limit: Int)
    /// The database object has been closed.
    case closed
    /// A body went on although one of its statements had failed: the server rolled the transaction back instead of committing it.
    case rolledBack(statement: String)
    /// A transaction or lock was used after its body had returned.
    case finished
    /// The client library could not do its part (out of memory, protocol out of step).
    case clientFailure(statement: String, reason: String)

    public var description: String {
        switch self {
        case .cannotConnect(let server, let reason, _): "no connection to PostgreSQL at \(server): \(reason)"
        case .connectionLost(let statement, let reason):
            "the connection to PostgreSQL was lost before the transaction was committed, at \(statement): \(reason)"
        case .commitOutcomeUnknown(let statement):
            "the connection to PostgreSQL was lost during COMMIT; it is unknown whether the transaction happened "
                + "(last statement: \(statement))"
        case .poolExhausted(0, let seconds): "no connection to PostgreSQL could be opened for \(seconds) s"
        case .poolExhausted(let count, let seconds): "all \(count) PostgreSQL connections of the pool were in use for \(seconds) s"
        case .tooManyWaiters(let limit): "\(limit) callers already wait for a PostgreSQL connection"
        case .closed: "the database has been closed"
        case .rolledBack(let statement): "the transaction was rolled back because \(statement) had failed"
        case .finished: "the transaction has ended already"
        case .clientFailure(let statement, let reason): "libpq failed at \(statement): \(reason)"
        }
    }
}
