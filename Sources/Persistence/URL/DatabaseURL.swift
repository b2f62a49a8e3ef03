/// Where a database is and how to get in (OPS 1.2): `scheme://user:password@host[:port]/dbname[?params]`.
///
/// The scheme is `postgresql` or `postgres`, with any `+driver` behind it. Parameters are those of libpq, and `prepared_statements`;
/// unknown ones are ignored.
/// The password never appears in ``description``, in errors or in logs.
public struct DatabaseURL: Hashable, Sendable {
    /// Parameters for libpq, by keyword. Several hosts and ports are lists with commas, as libpq has it.
    let parameters: [String: String]
    /// Names of parameters that libpq does not know and that are not used.
    public let ignoredParameters: [String]

    /// Whether statements may stay prepared in a session, and other things be left there.
    public enum PreparedStatements: String, Sendable {
        /// Unless a pooler is found that gives each transaction to any of its server connections (PgBouncer in transaction mode).
        case automatic
        /// Sessions are ours alone, whatever it looks like: a pooler in session mode.
        case on
        /// Nothing is left in a session.
        case off
    }

    /// The parameter `prepared_statements`; ``PreparedStatements/automatic`` when it is not there.
    public let preparedStatements: PreparedStatements

    /// Reads a URL; throws what is wrong with it.
    public init(_ text: String) throws(DatabaseURLError) {
        var parser = DatabaseURLParser()
        try parser.parse(text)
        parameters = parser.parameters
        ignoredParameters = parser.ignored
        preparedStatements = parser.preparedStatements
    }

    private init(_ other: DatabaseURL, parameters: [String: String]) {
        self.parameters = parameters
        ignoredParameters = other.ignoredParameters
        preparedStatements = other.preparedStatements
    }

    /// The host, or several with commas.
    public var host: String { parameters["host"] ?? "localhost" }
    /// The port, or several with commas.
    public var port: String { parameters["port"] ?? "5432" }
    /// Who logs in.
    public var user: String? { parameters["user"] }
    /// The name of the database; libpq takes the user's name when there is none.
    public var databaseName: String? { parameters["dbname"] }

    /// The same server and user, another database.
    public func withDatabase(_ name: String) -> DatabaseURL {
        var parameters = parameters
        parameters["dbname"] = name
        return DatabaseURL(self, parameters: parameters)
    }

    /// The URL with this parameter of libpq unless it sets that itself.
    func withDefault(_ keyword: String, _ value: String) -> DatabaseURL {
        var parameters = parameters
        if parameters[keyword] == nil { parameters[keyword] = value }
        return DatabaseURL(self, parameters: parameters)
    }
}

extension DatabaseURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `user@host:port/dbname`, without password and parameters.
    public var description: String { "\(user.map { "\($0)@" } ?? "")\(host):\(port)/\(databaseName ?? user ?? "")" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}

/// Why a database URL is refused. Never quotes the URL, which may hold a password.
public enum DatabaseURLError: Error, Hashable, Sendable, CustomStringConvertible {
    case wrongScheme
    case malformedPercentEncoding(part: String)
    case containsNUL(part: String)
    case wrongPort
    case wrongHost
    case invalidParameter(name: String, expected: String)

    public var description: String {
        switch self {
        case .wrongScheme: "a database URL begins with postgresql:// or postgres:// (a +driver suffix is allowed)"
        case .malformedPercentEncoding(let part): "the \(part) contains a % that two hexadecimal digits of UTF-8 do not follow"
        case .containsNUL(let part): "the \(part) contains the character U+0000"
        case .wrongPort: "the port must be a number from 1 to 65535"
        case .wrongHost: "the host is malformed"
        case .invalidParameter(let name, let expected): "the parameter \(name) must be \(expected)"
        }
    }
}
