/// The server refused a statement.
///
/// The description names what an operator needs and holds no data of customers; the debug description adds the server's own
/// texts, which may quote values.
public struct PostgresError: Error, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    public let sqlState: SQLState
    /// The name of the statement that failed (not a later one of the same round trip).
    public let statement: String
    /// The server's primary message.
    public let message: String
    public let detail: String?
    public let hint: String?
    public let schema: String?
    public let table: String?
    public let column: String?
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
