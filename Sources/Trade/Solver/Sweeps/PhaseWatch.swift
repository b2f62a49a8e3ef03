import Logging
import SMPProtocol
import Synchronization

/// A worker that cannot be reached keeps a turn in phase 3, and with it the market, without end: somebody has to be told (TS2 20.9).
final class PhaseWatch: Sendable {
    private let store: SolverStore
    private let healthyCommitDelay: Duration
    private let logger: Logger
    private let reported = Mutex<(turn: TurnID, at: Timestamp)?>(nil)

    /// Workers may be so late.
    private static let patience: Duration = .seconds(3600)
    /// Said again after so long.
    private static let repetition: Duration = .seconds(3600)

    init(store: SolverStore, healthyCommitDelay: Duration, logger: Logger) {
        self.store = store
        self.healthyCommitDelay = healthyCommitDelay
        self.logger = logger
    }

    /// Logs an error when the turn has been in phase 3 for too long, with the tables and the shards that have rows.
    func look(at turn: Turn, now: Timestamp) async throws {
        guard isDue(turn, now) else { return }
        let leftovers = try await store.leftovers(turn.id)
        logger.error(
            """
            Turn \(turn.id) does not end: some worker does not delete its rows (table, first bits of the shard, rows): \
            \(leftovers.joined(separator: ", "))
            """)
    }

    /// Whether it is time to say something, at most once in an hour.
    func isDue(_ turn: Turn, _ now: Timestamp) -> Bool {
        guard let start = turn.collectionStartedAt, now > start.adding(healthyCommitDelay + Self.patience) else { return false }
        return reported.withLock { reported in
            if let last = reported, last.turn == turn.id, now < last.at.adding(Self.repetition) { return false }
            reported = (turn.id, now)
            return true
        }
    }
}
