import Messaging
import Persistence

extension Error {
    /// Whether a server is away, overloaded, restarting, or not set up, so that no message or request is to blame. Such work is repeated unchanged;
    /// everything else would fail again.
    public var isOutage: Bool {
        switch self {
        case let error as DatabaseError: error.isOutage
        case let error as PostgresError: error.isOutage
        case is MessagingError: true
        default: false
        }
    }
}

extension DatabaseError {
    fileprivate var isOutage: Bool {
        switch self {
        case .cannotConnect, .connectionLost, .commitOutcomeUnknown, .poolExhausted, .tooManyWaiters, .closed, .clientFailure: true
        // These two are mistakes of the code that uses the database.
        case .rolledBack, .finished: false
        }
    }
}

extension PostgresError {
    /// Classes of SQLSTATE that speak of the values of a statement, or come from a raised exception: data, constraints, PL/pgSQL.
    private static let classesOfWrongValues: Set<String> = ["21", "22", "23", "2F", "44", "P0"]

    fileprivate var isOutage: Bool { !Self.classesOfWrongValues.contains(sqlState.errorClass) }
}
