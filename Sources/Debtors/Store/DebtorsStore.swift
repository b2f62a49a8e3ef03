import NodeKit
import Persistence
import SMPProtocol

/// The database of the node. Rows are locked in the order debtor, then its transfers, each in the order of their keys.
struct DebtorsStore: NodeStore {
    typealias TransactionEffects = Effects

    let database: Database
    let wakeUps: WakeUps
    let now: @Sendable () -> Timestamp

    /// Changes something of one debtor, whose row is locked. What the procedure throws undoes everything.
    ///
    /// - Parameters:
    ///   - queries: what else the procedure has to know; runs after the debtor was locked.
    ///   - procedure: decides.
    func change<R: Sendable>(
        _ id: DebtorID, _ queries: [Query] = [], _ procedure: @Sendable (inout DebtorFile, inout Work) throws -> R
    ) async throws -> R {
        try await transaction { tx, effects in
            var results = try tx.pipeline([DebtorRows.lock([id])] + queries)
            let old = try results.removeFirst().first.map(DebtorRows.decode)
            var file = DebtorFile(debtor: old, now: now())
            var work = Work(loaded: results)
            let result = try procedure(&file, &work)
            if let old, let new = file.debtor, new != old { tx.enqueue(DebtorRows.update(new, from: old)) }
            tx.enqueue(work.changes)
            effects = file.effects
            return result
        }
    }
}

extension Effects: StoredEffects {
    func enqueue(in tx: Transaction) { Outbox.append(messages.map { OutboxMessage($0.message) }, in: tx) }

    func announce(to wakeUps: WakeUps) {
        if !messages.isEmpty { wakeUps.raise(.outbox) }
    }
}
