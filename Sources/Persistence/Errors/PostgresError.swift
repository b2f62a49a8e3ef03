/// The server refused a statement.
///
/// The description names what an operator needs and holds no data of customers; the debug description adds the server's own
/// texts, which may quote values.
public struct PostgresError: Error, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// The kind of the error.
    public let sqlState: SQLState
    /// The name of the statement that failed (not a later one of the same round trip).
    public let statement: String
    /// The server's primary message.
    public let message: String
    /// More about it; may quote values.
    public let detail: String?
    /// What the server suggests.
    public let hint: String?
    /// The schema that is concerned.
    public let schema: String?
    /// The table that is concerned.
    public let table: String?
    /// The column that is concerned.
    public let column: String?
    /// The constraint that does not hold.
    public let constraint: String?
    /// The server ended the session with this error (restart, crash, time-out): nothing of the open transaction survived.
    public let endsSession: Bool

    /// Classes of errors whose primary messages speak of the schema or the server, never of values.
    private static let classesWithHarmlessMessages: Set<String> = [
        "08", "0A", "23", "25", "26", "28", "3D", "3F", "40", "42", "53", "54", "55", "57", "58",
    ]

    public var description: String {
        var text = "PostgreSQL error \(sqlState)"
        if Self.classesWithHarmlessMessages.contains(sqlState.errorClass) { text += ": \(message)" }
        text += " (statement: \(statement)"
        if let table { text += ", table: \(table)" }
        if let column { text += ", column: \(column)" }
        if let constraint { text += ", constraint: \(constraint)" }
        return text + ")"
    }

    public var debugDescription: String {
        var text = "PostgreSQL error \(sqlState): \(message) (statement: \(statement)"
        let parts = [
            ("detail", detail), ("hint", hint), ("schema", schema), ("table", table), ("column", column), ("constraint", constraint),
        ]
        for case (let name, let value?) in parts { text += ", \(name): \(value)" }
        return text + ")"
    }
}
