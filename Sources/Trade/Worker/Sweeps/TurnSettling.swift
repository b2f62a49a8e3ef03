import Persistence
import SMPProtocol

/// Sub-phase (3, 5): deletes this shard's rows in the solver's database (TW-19), and looks after the surpluses of collectors (TW 23.3 –
/// 23.6).
struct TurnSettling: Sendable {
    let context: WorkerContext
    let turn: Turn

    func run(_ transaction: AsyncTransaction) async throws -> Effects {
        try await deleteResults()
        let (store, realm, id, now) = (context.store, context.realm, turn.id, context.now())
        return try await transaction.run { tx in try store.reviewSurpluses(in: tx, turn: id, realm: realm, now: now) }
    }

    /// This shard's rows in the solver's database. When all shards' are gone the solver ends the turn.
    func deleteResults() async throws {
        let (realm, id) = (context.realm, turn.id)
        try await context.solver.transaction { tx in
            for table in ResultTable.allCases { tx.enqueue(table.delete(id, realm)) }
            tx.enqueueNotify(channel: TurnSignal.workDone.notification)
        }
    }
}
