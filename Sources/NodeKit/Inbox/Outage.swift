import Messaging
import Persistence

/// What a failure tells about the work that failed.
public enum Blame: Sendable, Equatable {
    /// Nothing: a server is away, overloaded, restarting, or not set up. The same work may succeed later, and must be repeated unchanged.
    case servers
    /// Nothing, and not the servers either: somebody else holds rows that the work needs. Work on other rows is not concerned.
    case lock
    /// It cannot be told. The database says that something is broken inside of it, or that a limit was exceeded (SQLSTATE XX, 54): a
    /// damaged page fails everybody's work, a value that no index can hold fails only the work with this value.
    case unclear
    /// The work itself is wrong: it would fail again.
    case work
}

extension Error {
    /// Whom the failure is to be blamed on.
    public var blame: Blame {
        switch self {
        case let error as DatabaseError: error.blame
        case let error as PostgresError: error.blame
        // The statement and the code that reads its rows disagree, whatever the message says.
        case let error as PostgresDecodingError where error.isOfStatement: .servers
        case is MessagingError: .servers
        default: .work
        }
    }

    /// Whether trying the same again makes sense: no message or request is to blame, as far as can be told.
    public var isOutage: Bool { blame != .work }
}

extension DatabaseError {
    fileprivate var blame: Blame {
        switch self {
        case .cannotConnect, .connectionLost, .commitOutcomeUnknown, .poolExhausted, .tooManyWaiters, .closed, .clientFailure: .servers
        // These two are mistakes of the code that uses the database.
        case .rolledBack, .finished: .work
        }
    }
}

extension PostgresError {
    /// Classes of SQLSTATE that speak of the values of a statement, or come from a raised exception: data, constraints, PL/pgSQL.
    private static let classesOfWrongValues: Set<String> = ["21", "22", "23", "2F", "44", "P0"]
    /// Internal errors, and exceeded limits.
    private static let unclearClasses: Set<String> = ["54", "XX"]

    fileprivate var blame: Blame {
        if sqlState == .lockNotAvailable { return .lock }
        // Of class 22, but about the form in which a value travels, which is ours, and not about the value.
        if sqlState == .invalidBinaryRepresentation { return .servers }
        let errorClass = sqlState.errorClass
        if Self.classesOfWrongValues.contains(errorClass) { return .work }
        return Self.unclearClasses.contains(errorClass) ? .unclear : .servers
    }
}
