import NodeKit
import Persistence
import SMPProtocol

/// The database of the node. A creditor's row is locked first, and is the lock of everything that is his; several are locked in the order
/// of their IDs.
struct CreditorsStore: NodeStore {
    typealias TransactionEffects = Effects

    let database: Database
    let wakeUps: WakeUps
    let now: @Sendable () -> Timestamp

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
        try await transaction { tx, effects -> Result<R, Refusal> in
            var results = try tx.pipeline([CreditorRows.lock(id), UpdateIDs.last, PinRows.read(id)].prefix(loadsPIN ? 3 : 2) + queries)
            let old = try results.removeFirst().first.map(CreditorRows.decode)
            effects.lastUpdateID = try results.removeFirst()[0].decode(0)
            // A creditor who was not there to be locked may have come back before his PIN was read.
            let pinRow = loadsPIN ? results.removeFirst() : nil
            let oldPin = old == nil ? nil : try pinRow.flatMap(PinRows.decode)
            var file = CreditorFile(creditor: old, pin: oldPin, effects: effects, now: now())
            var work = Work(loaded: results)
            let result: Result<R, Refusal>
            do {
                result = .success(try procedure(&file, &work))
            } catch let refusal as Refusal {
                precondition(work.changes.isEmpty && file.effects == effects, "what is refused has no effects")
                result = .failure(refusal)
            }
            if let old, let new = file.creditor { tx.enqueue(CreditorRows.update([(old, new)])) }
            if let new = file.pin, new != oldPin { tx.enqueue(PinRows.store(id, new)) }
            tx.enqueue(work.changes)
            effects = file.effects
            return result
        }.get()
    }
}

extension Effects: StoredEffects {
    func enqueue(in tx: Transaction) {
        if let advance = UpdateIDs.reach(greatestUpdateID, from: lastUpdateID) { tx.enqueue(advance) }
        if !committedTransfers.isEmpty { tx.enqueue(CommittedTransferRows.insert(committedTransfers)) }
        if !ledger.isEmpty { tx.enqueue(LedgerRows.insert(ledger)) }
        if !log.isEmpty { tx.enqueue(LogRows.insert(log)) }
        Outbox.append(messages.map { OutboxMessage($0.message) }, in: tx)
    }

    func announce(to wakeUps: WakeUps) {
        if !messages.isEmpty { wakeUps.raise(.outbox) }
        if !ledgerWork.isEmpty { wakeUps.raise(.ledgers) }
    }
}

extension WakeUps.Channel {
    /// Some ledger has work that no message will finish (CA 10.4).
    static let ledgers = WakeUps.Channel(rawValue: "ledgers")
}
