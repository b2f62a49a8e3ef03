import Logging
import Synchronization

/// Whether a pooler stands between us and the server that gives each transaction to any of its server connections (PgBouncer in transaction
/// mode). Then nothing is left in a session beyond a transaction, and nothing is looked for there: no prepared statements with names, no
/// settings, no channels that are listened to. One for each database: what one connection finds out holds for all.
final class SessionSharing: Sendable {
    private let canBeFound: Bool
    private let isShared: Atomic<Bool>
    private let logger: Logger

    /// Nothing has been found yet, unless the URL says what is there.
    init(_ url: DatabaseURL, logger: Logger) {
        canBeFound = url.preparedStatements == .automatic
        isShared = Atomic(url.preparedStatements == .off)
        self.logger = logger
    }

    /// Whether sessions are shared with others.
    var isOn: Bool { isShared.load(ordering: .acquiring) }

    /// Whether a session that others share has to be looked for.
    var isLookedFor: Bool { canBeFound && !isOn }

    /// A sign that sessions are shared. Only the first one is told.
    func found(_ sign: String) {
        guard canBeFound, !isShared.exchange(true, ordering: .acquiringAndReleasing) else { return }
        logger.info(
            "A pooler stands between us and PostgreSQL: from now on neither prepared statements nor settings are left in its sessions",
            metadata: ["sign": "\(sign)"])
    }
}

extension PostgresError {
    /// Whether the server does not know a prepared statement of ours, or knows another one under its name, which can only be when the
    /// session is not ours alone. Nothing has happened then.
    var isSignOfSharing: Bool { sqlState == .invalidStatementName || sqlState == .duplicateStatementName }
}
