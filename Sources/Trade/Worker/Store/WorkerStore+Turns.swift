import NodeKit
import Persistence
import SMPProtocol

extension WorkerStore {
    /// The turns in which something is left to be done, in the order of their IDs.
    func openTurns() async throws -> [WorkerTurn] {
        try await read(Query(WorkerTurnRows.openStatement)).map(WorkerTurnRows.decode)
    }

    /// The turns that the solver may have led on: those that are not in the last phase, and those that are asked for.
    func turnsToCompare(with ids: [TurnID]) async throws -> [WorkerTurn] {
        try await read(WorkerTurnRows.comparable(with: ids)).map(WorkerTurnRows.decode)
    }

    /// Takes over the solver's turns (TW 12.1.1). Decided again on the locked rows: another roller may have been faster.
    func follow(_ turns: [Turn]) async throws {
        try await transaction { tx, _ in
            var old: [TurnID: WorkerTurn] = [:]
            for turn in try tx.query(WorkerTurnRows.lock(Set(turns.map(\.id)))).map(WorkerTurnRows.decode) { old[turn.turn.id] = turn }
            var new = old
            for turn in turns { if let next = WorkerTurn.following(turn, from: old[turn.id]) { new[turn.id] = next } }
            WorkerTurnRows.enqueueChanges(from: old, to: new, in: tx)
        }
    }

    /// Does the work of a sub-phase, and goes on to the next one, in one transaction (TW 12.2). While it lasts the turn is locked.
    ///
    /// - Parameter work: may repeat; what it writes to the solver's database is committed before.
    /// - Returns: the turn in its next state; nil when it is not in the expected one any more: then nothing was done.
    func step(_ turn: WorkerTurn, _ work: @Sendable (AsyncTransaction) async throws -> Effects) async throws -> WorkerTurn? {
        guard let next = turn.state.next else { preconditionFailure("a state of waiting has no work") }
        let effects: Effects? = try await database.asyncTransaction(retry: retry) { transaction in
            let found = try await transaction.run { tx in try tx.query(WorkerTurnRows.lock([turn.turn.id])).map(WorkerTurnRows.decode) }
            guard found == [turn] else { return nil }
            let effects = try await work(transaction)
            try await transaction.run { tx in
                tx.enqueue(WorkerTurnRows.update([WorkerTurn(turn: turn.turn, state: next)]))
                effects.enqueue(in: tx)
            }
            return effects
        }
        guard let effects else { return nil }
        announce(effects)
        // Most messages of a sub-phase are written without being effects.
        wakeUps.raise(.outbox)
        return WorkerTurn(turn: turn.turn, state: next)
    }
}

extension WorkerTurnRows {
    static let openStatement = Statement(
        "worker_turn.open", "SELECT \(table.columns) FROM worker_turn t WHERE worker_turn_subphase < 10 ORDER BY turn_id")
    private static let comparableStatement = Statement(
        "worker_turn.comparable", "SELECT \(table.columns) FROM worker_turn t WHERE phase < 3 OR turn_id = ANY($1) ORDER BY turn_id")

    static func comparable(with ids: [TurnID]) -> Query { comparableStatement(ids) }

    /// Turns, held against everybody else.
    static func lock(_ ids: Set<TurnID>) -> Query { table.lock(Array(ids)) }
}
