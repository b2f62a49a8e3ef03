import Logging
import Persistence
import SMPProtocol

/// Lets rows of this worker flow into a table of the solver's database, as one transaction there, as long as the turn is in its phase and
/// the
/// deadline has not passed: while rows are written the solver cannot lead on, and after it has, none are written (TW 30.18).
struct SolverPouring: Sendable {
    /// The time is over; nothing was written.
    struct TooLate: Error {}

    let context: WorkerContext
    let turn: Turn

    /// - Parameter reading: reads rows of the worker's database and writes those that are wanted; it tells the ``Ticker`` of every block.
    func pour(_ target: CopyTarget, reading: @escaping @Sendable (Transaction, inout CopyWriter, Ticker) throws -> Void) async throws {
        let (context, turn) = (context, turn)
        let ticker = Ticker(deadline: turn.phaseDeadline ?? .earliest, now: context.store.now)
        do {
            _ = try await context.database.copy(to: context.solver) { source, copy in
                try reading(source, &copy, ticker)
            } writing: { tx, inlet in
                guard let found = try tx.query(TurnRows.share(turn.id)).first.map(TurnRows.turn), found.phase == turn.phase else {
                    throw TooLate()
                }
                let count = try tx.copyIn(target, from: inlet)
                try ticker.tick()
                return count
            }
        } catch is TooLate {
            context.logger.error(
                "Turn \(turn.id): the phase was over before \(target.table) was written; nothing of it was.")
        } catch let error as PostgresError where error.sqlState == .uniqueViolation {
            // An earlier run has written all of it (TW 13.2).
            context.logger.warning("Turn \(turn.id): \(target.table) had been written before.")
        }
    }
}

extension SolverPouring {
    /// Watches a deadline while rows flow.
    struct Ticker: Sendable {
        let deadline: Timestamp
        let now: @Sendable () -> Timestamp

        /// - Throws: ``TooLate``.
        func tick() throws { if now() >= deadline { throw TooLate() } }
    }
}
