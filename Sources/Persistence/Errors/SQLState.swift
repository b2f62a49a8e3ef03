/// The five characters by which PostgreSQL names the kind of an error.
public struct SQLState: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    public let code: String

    public init(_ code: String) { self.code = code }
    public init(stringLiteral code: String) { self.code = code }

    public var description: String { code }

    /// The first two characters: the class of errors.
    public var errorClass: String { String(code.prefix(2)) }

    public static let serializationFailure: SQLState = "40001"
    public static let deadlockDetected: SQLState = "40P01"
    public static let uniqueViolation: SQLState = "23505"
    public static let foreignKeyViolation: SQLState = "23503"
    public static let notNullViolation: SQLState = "23502"
    public static let checkViolation: SQLState = "23514"
    public static let undefinedTable: SQLState = "42P01"
    public static let invalidCatalogName: SQLState = "3D000"
    public static let queryCanceled: SQLState = "57014"
    public static let adminShutdown: SQLState = "57P01"
    public static let crashShutdown: SQLState = "57P02"
    public static let cannotConnectNow: SQLState = "57P03"
    public static let databaseDropped: SQLState = "57P04"
    public static let idleSessionTimeout: SQLState = "57P05"
    public static let idleInTransactionSessionTimeout: SQLState = "25P03"
    public static let readOnlyTransaction: SQLState = "25006"
    public static let tooManyConnections: SQLState = "53300"
    public static let lockNotAvailable: SQLState = "55P03"
    public static let invalidStatementName: SQLState = "26000"
    public static let featureNotSupported: SQLState = "0A000"
}
