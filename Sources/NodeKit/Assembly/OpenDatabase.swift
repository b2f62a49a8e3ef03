import Logging
import Persistence

/// A database that the process uses, and the wake-ups that travel through it.
public struct OpenDatabase: Sendable {
    /// The database, through a pool of connections.
    public let database: Database
    /// Flags for loops, here and in other processes that use the same database.
    public let wakeUps: WakeUps
    let relay: WakeUpRelay
    /// What the node calls it, e.g. `swpt_debtors`.
    let service: String
    private let migrator: Migrator?

    /// Nothing is connected yet.
    ///
    /// - Parameters:
    ///   - migrations: the schema that it must have for the process to be ready; empty: that is not asked.
    ///   - connections: how many connections the roles of the process may need at once. The pool has as many, unless a strict limit is
    ///     configured: then they wait in line.
    /// - Throws: ``ConfigurationError`` when there is no URL.
    public init(
        _ settings: DatabaseSettings, migrations: [Migration] = [], connections: Int, logger: Logger
    ) throws(ConfigurationError) {
        var pool = settings.pool
        if !settings.isLimitStrict { pool.maximumConnections = max(pool.maximumConnections, connections) }
        database = Database(
            url: try settings.url.get(), listenURL: settings.listenURL, configuration: pool,
            logger: Logger(label: "\(logger.label).database"))
        migrator =
            migrations.isEmpty
            ? nil : Migrator(service: settings.service, migrations: migrations, database: database, logger: logger)
        service = settings.service
        wakeUps = WakeUps(service: settings.service)
        relay = WakeUpRelay(wakeUps, database: database, logger: logger)
    }

    /// Whether the database answers, takes changes, and has the schema that this program knows.
    ///
    /// - Parameter name: shown to everybody who asks.
    public func check(_ name: String = "database") -> ReadinessCheck {
        ReadinessCheck(name) { [database, migrator] in
            try await database.checkThatItTakesChanges()
            if let migrator, case .behind(let applied, let pending) = try await migrator.status() {
                throw SchemaIsBehind(applied: applied, pending: pending)
            }
        }
    }

    private struct SchemaIsBehind: Error, CustomStringConvertible {
        let applied: Int
        let pending: Int

        var description: String {
            "the schema has version \(applied), and \(applied + pending) is needed: the \"configure\" command has not been run"
        }
    }
}
