import NodeKit
import Persistence
import SMPProtocol

/// The database, as the Web API uses it: every request that changes something is one transaction, load → decide → store, in two round
/// trips; every request that reads is one statement.
struct CreditorsStore: Sendable {
    let database: Database
    let wakeUps: WakeUps
    let now: @Sendable () -> Timestamp

    /// What a procedure loads and stores besides its creditor.
    struct Work: Sendable {
        /// The results of the additional queries, in their order.
        let loaded: [Rows]
        /// What is to be stored besides the creditor, his PIN and the effects.
        var changes: [Query] = []
    }

    /// Changes something of one creditor, whose row is locked.
    ///
    /// - Parameters:
    ///   - loadsPIN: whether the procedure looks at the PIN.
    ///   - queries: what else the procedure has to know; runs after the creditor was locked.
    ///   - procedure: decides. What it has changed is stored also when it throws a refusal: failed attempts with a PIN count.
    func change<R: Sendable>(
        _ id: CreditorID, loadsPIN: Bool = false, _ queries: [Query] = [],
        _ procedure: @Sendable (inout CreditorFile, inout Work) throws -> R
    ) async throws -> R {
        let (result, effects) = try await database.transaction { tx in
            var results = try tx.pipeline([CreditorRows.lock(id), UpdateIDs.last, PinRows.read(id)].prefix(loadsPIN ? 3 : 2) + queries)
            let old = try results.removeFirst().first.map(CreditorRows.decode)
            let lastUpdateID: UpdateID = try results.removeFirst()[0].decode(0)
            // A creditor who was not there to be locked may have come back before his PIN was read.
            let pinRow = loadsPIN ? results.removeFirst() : nil
            let oldPin = old == nil ? nil : try pinRow.flatMap(PinRows.decode)
            var file = CreditorFile(creditor: old, pin: oldPin, now: now())
            var work = Work(loaded: results)
            let result: Result<R, Refusal>
            do {
                result = .success(try procedure(&file, &work))
            } catch let refusal as Refusal {
                precondition(work.changes.isEmpty && file.effects == Effects(), "what is refused has no effects")
                result = .failure(refusal)
            }
            if let old, let new = file.creditor { tx.enqueue(CreditorRows.update([(old, new)])) }
            if let new = file.pin, new != oldPin { tx.enqueue(PinRows.store(id, new)) }
            tx.enqueue(work.changes)
            file.effects.enqueue(in: tx, lastUpdateID: lastUpdateID)
            return (result, file.effects)
        }
        wakeUps.announce(effects)
        return try result.get()
    }

    /// Runs one statement that only reads.
    func read(_ query: Query) async throws -> Rows {
        try await database.pipeline([query], readOnly: true)[0]
    }
}
