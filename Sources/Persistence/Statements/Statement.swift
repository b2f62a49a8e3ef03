/// A statement of SQL with parameters `$1`, `$2`… Make it a constant; it is prepared once per connection.
///
///     static let loadDebtors = Statement(
///         "debtors.load", "SELECT debtor_id, status FROM debtor WHERE debtor_id = ANY($1) ORDER BY debtor_id FOR UPDATE")
///
/// The text never contains data: values come as parameters. Text and name may therefore appear in logs and errors.
public struct Statement: Hashable, Sendable, ExpressibleByStringLiteral {
    /// What errors, logs and operators call the statement.
    public let name: String
    /// The text, with placeholders.
    public let sql: String

    /// A statement with a name of its own.
    public init(_ name: String, _ sql: String) {
        self.name = name
        self.sql = sql
    }

    /// A statement that is called by its own text, shortened.
    public init(stringLiteral sql: String) {
        self.init(Self.shortened(sql), sql)
    }

    /// The statement with values for its parameters, for pipelines.
    @inlinable public func callAsFunction<each Parameter: PostgresEncodable>(_ parameters: repeat each Parameter) -> Query {
        Query(self, PostgresParameters(repeat each parameters))
    }

    private static func shortened(_ sql: String) -> String {
        let words = sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.count <= 80 ? words : words.prefix(79) + "…"
    }
}

/// A statement together with its parameters.
public struct Query: Sendable, ExpressibleByStringLiteral {
    /// What is to be run.
    public let statement: Statement
    /// The values of its placeholders.
    public let parameters: PostgresParameters

    /// A statement with its values.
    public init(_ statement: Statement, _ parameters: PostgresParameters = PostgresParameters()) {
        self.statement = statement
        self.parameters = parameters
    }

    /// A statement without parameters.
    public init(stringLiteral sql: String) { self.init(Statement(stringLiteral: sql)) }
}

/// The encoded parameters of one execution of a statement.
public struct PostgresParameters: Sendable {
    /// One type per parameter.
    @usableFromInline var types: [PostgresType] = []
    /// One field (length and bytes) per parameter.
    @usableFromInline var writer = PostgresWriter()

    /// The encoded values, in the order of the placeholders.
    @inlinable public init<each Parameter: PostgresEncodable>(_ parameters: repeat each Parameter) {
        repeat append(each parameters)
    }

    /// Adds one more parameter.
    @inlinable public mutating func append<Parameter: PostgresEncodable>(_ parameter: Parameter) {
        types.append(Parameter.postgresType)
        parameter.encodeField(into: &writer)
    }

    /// How many there are.
    public var count: Int { types.count }
}
