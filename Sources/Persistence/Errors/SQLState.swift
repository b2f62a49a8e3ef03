/// The five characters by which PostgreSQL names the kind of an error.
public struct SQLState: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// The five characters.
    public let code: String

    /// The state with this code.
    public init(_ code: String) { self.code = code }
    /// The state with this code, written down in the program.
    public init(stringLiteral code: String) { self.code = code }

    public var description: String { code }

    /// The first two characters: the class of errors.
    public var errorClass: String { String(code.prefix(2)) }

    /// Conflicting transactions ran at the same time; it may be repeated.
    public static let serializationFailure: SQLState = "40001"
    /// Transactions waited for each other; it may be repeated.
    public static let deadlockDetected: SQLState = "40P01"
    /// A row with this key exists.
    public static let uniqueViolation: SQLState = "23505"
    /// The row that is referred to does not exist, or is still referred to.
    public static let foreignKeyViolation: SQLState = "23503"
    /// A CHECK of a table or domain does not hold.
    public static let checkViolation: SQLState = "23514"
    /// A parameter does not have the binary form of the type that the statement expects.
    public static let invalidBinaryRepresentation: SQLState = "22P03"
    /// There is no such table.
    public static let undefinedTable: SQLState = "42P01"
    /// The statement was cancelled, or took longer than `statement_timeout`.
    public static let queryCanceled: SQLState = "57014"
    /// A transaction that only reads was to write, or the server is a standby.
    public static let readOnlyTransaction: SQLState = "25006"
    /// A lock could not be had at once (NOWAIT), or within `lock_timeout`.
    public static let lockNotAvailable: SQLState = "55P03"
    /// There is no prepared statement of this name.
    public static let invalidStatementName: SQLState = "26000"
    /// There is another prepared statement of this name.
    public static let duplicateStatementName: SQLState = "42P05"
    /// Among others: a prepared statement does not fit its changed tables.
    public static let featureNotSupported: SQLState = "0A000"
}
