import NodeKit
import Persistence
import SMPProtocol

extension DebtorsStore {
    /// Handles a batch of messages: loads what they are about, lets them decide on it, stores what has changed.
    @Sendable func handle(_ messages: [any InboxMessage]) async throws {
        let keys = MessageScopeKeys(messages)
        try await transaction { tx, effects in
            let old = try load(keys, in: tx)
            var new = old
            new.handle(messages)
            Self.enqueueChanges(from: old, to: new, in: tx)
            effects = new.effects
        }
    }

    /// Locks and loads.
    private func load(_ keys: MessageScopeKeys, in tx: Transaction) throws -> MessageScope {
        let rows = try tx.pipeline([DebtorRows.lock(keys.debtors), TransferRows.lock(keys.transfers)])
        var scope = MessageScope(now: now())
        for row in rows[0] {
            let debtor = try DebtorRows.decode(row)
            scope.debtors[debtor.id] = debtor
        }
        for row in rows[1] {
            let transfer = try TransferRows.decode(row)
            scope.transfers[transfer.key] = transfer
        }
        return scope
    }

    /// Queues the new states.
    private static func enqueueChanges(from old: MessageScope, to new: MessageScope, in tx: Transaction) {
        precondition(old.debtors.count == new.debtors.count, "messages neither make nor delete debtors")
        precondition(old.transfers.count == new.transfers.count, "messages neither make nor delete transfers")
        let debtors = new.debtors.filter { old.debtors[$0.key] != $0.value }
        if !debtors.isEmpty { tx.enqueue(DebtorRows.update(Array(debtors.values))) }
        let transfers = new.transfers.filter { old.transfers[$0.key] != $0.value }
        if !transfers.isEmpty { tx.enqueue(TransferRows.update(Array(transfers.values))) }
    }
}
