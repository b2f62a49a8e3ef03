import Logging
import Persistence

/// A database that the process uses, and the wake-ups that travel through it.
public struct OpenDatabase: Sendable {
    /// The database, through a pool of connections.
    public let database: Database
    /// Flags for loops, here and in other processes that use the same database.
    public let wakeUps: WakeUps
    let relay: WakeUpRelay

    /// Nothing is connected yet.
    ///
    /// - Parameter connections: how many connections the roles of the process may need at once. The pool has as many, unless a strict
    ///   limit is
    ///   configured: then they wait in line.
    /// - Throws: ``ConfigurationError`` when there is no URL.
    public init(_ settings: DatabaseSettings, connections: Int, logger: Logger) throws(ConfigurationError) {
        var pool = settings.pool
        if !settings.isLimitStrict { pool.maximumConnections = max(pool.maximumConnections, connections) }
        database = Database(
            url: try settings.url.get(), configuration: pool, logger: Logger(label: "\(logger.label).database"))
        wakeUps = WakeUps(service: settings.service)
        relay = WakeUpRelay(wakeUps, database: database, logger: logger)
    }

    /// Whether the database answers.
    ///
    /// - Parameter name: shown to everybody who asks.
    public func check(_ name: String = "database") -> ReadinessCheck {
        ReadinessCheck(name) { [database] in try await database.query("SELECT 1") }
    }
}
