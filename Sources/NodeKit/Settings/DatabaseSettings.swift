import Foundation
import Persistence

/// A database of the node (OPS 1.2, 2.1).
public struct DatabaseSettings: Sendable {
    /// Where it is.
    public let url: Needed<DatabaseURL>
    /// The same database for those who listen; nil: at the same URL.
    public let listenURL: DatabaseURL?
    /// Limits of the pool, before the roles of the process say how many connections they need.
    public let pool: DatabaseConfiguration
    /// Whether the limit of the pool holds although the roles would need more.
    public let isLimitStrict: Bool
    /// Under which name the schema is recorded and processes wake each other, e.g. `swpt_debtors`.
    public let service: String

    /// `POSTGRES_URL`, or `SQLALCHEMY_DATABASE_URI` when it is not set: the database of the Creditors Agent and of the Debtors Agent.
    public init(reader: inout ConfigurationReader, profile: NodeProfile) {
        reader.section("Database")
        let url = reader.readNeeded(
            "POSTGRES_URL", .databaseURL, fallback: "SQLALCHEMY_DATABASE_URI", "The database, `postgresql://user:password@host:port/name`")
        let listenURL = Self.listenURL(&reader, of: "POSTGRES_URL")
        var pool = Self.pool(&reader, profile.executable)
        // Whoever waits for a row for longer than this goes on without it: a session that somebody has forgotten concerns nobody else.
        pool.sessionSettings["lock_timeout"] = "3s"
        self.init(url: url, listenURL: listenURL, pool: pool, service: profile.service)
    }

    /// One of several databases.
    ///
    /// - Parameters:
    ///   - listenURL: read with ``listenURL(_:of:)``.
    ///   - pool: made with ``pool(_:_:)``.
    ///   - limit: the most connections of the pool, whatever the roles would like to have; nil: as many as they need.
    public init(url: Needed<DatabaseURL>, listenURL: DatabaseURL?, pool: DatabaseConfiguration, limit: Int? = nil, service: String) {
        self.url = url
        self.listenURL = listenURL
        var pool = pool
        if let limit { pool.maximumConnections = limit }
        self.pool = pool
        isLimitStrict = limit != nil
        self.service = service
    }

    /// Declares the variable that names a database once more, for those who listen: `POSTGRES_LISTEN_URL` for `POSTGRES_URL`.
    public static func listenURL(_ reader: inout ConfigurationReader, of variable: String) -> DatabaseURL? {
        reader.readOptional(
            variable.dropLast("URL".count) + "LISTEN_URL", .databaseURL, defaultText: "`\(variable)`",
            "The same database without a pooler (PgBouncer in transaction mode) before it, for the connection that listens")
    }

    /// Declares the variables of pools.
    public static func pool(_ reader: inout ConfigurationReader, _ applicationName: String) -> DatabaseConfiguration {
        let options = reader.read(
            "SQLALCHEMY_ENGINE_OPTIONS", .poolOptions, default: PoolOptions(), defaultText: "{\"pool_size\": 0}",
            "A JSON object. `pool_size` (0: as many as needed), `max_overflow`, `pool_timeout`, `pool_recycle` (seconds) are honoured")
        let logsStatements = reader.read("SQLALCHEMY_ECHO", .flag, default: false, "Log every database statement (development)")
        var configuration = DatabaseConfiguration()
        configuration.applicationName = applicationName
        configuration.logsStatements = logsStatements
        if let size = options.maximumConnections { configuration.maximumConnections = size }
        if let timeout = options.timeoutSeconds { configuration.acquireTimeout = Duration(bounded: timeout) }
        if let age = options.recycleSeconds { configuration.maximumConnectionAge = Duration(bounded: age) }
        return configuration
    }
}

extension ValueType where Value == DatabaseURL {
    /// A database URL. It is not shown when it is wrong: it may hold a password.
    public static let databaseURL = ValueType(
        name: "str", expected: "postgresql://user:password@host:port/name", isSecret: true, parse: { try? DatabaseURL($0) })
}

/// What we honour of `SQLALCHEMY_ENGINE_OPTIONS`.
struct PoolOptions: Sendable, Equatable {
    /// Nil: no limit was asked for, and our own default holds.
    var maximumConnections: Int?
    var timeoutSeconds: Double?
    var recycleSeconds: Double?

    init() {}

    /// Nil when the text is not a JSON object with sensible members.
    init?(json: String) {
        guard let object = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] else { return nil }
        func number(_ name: String) -> Double?? {
            guard let value = object[name], !(value is NSNull) else { return .some(nil) }
            guard let number = value as? NSNumber, number.doubleValue.isFinite, abs(number.doubleValue) <= 1e6 else { return nil }
            return .some(number.doubleValue)
        }
        guard let size = number("pool_size"), let overflow = number("max_overflow"), let timeout = number("pool_timeout"),
            let recycle = number("pool_recycle")
        else { return nil }
        if let size, size < 0 { return nil }
        if let timeout, timeout < 0 { return nil }
        if let size, size > 0 { maximumConnections = Int(size) + max(0, Int(overflow ?? 10)) }
        timeoutSeconds = timeout
        if let recycle, recycle > 0 { recycleSeconds = recycle }
    }
}

extension ValueType where Value == PoolOptions {
    static let poolOptions = ValueType(name: "json", expected: "a JSON object", isSecret: true, parse: { PoolOptions(json: $0) })
}
