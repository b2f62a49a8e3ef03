import NodeKit
import Persistence
import SMPProtocol

extension CreditorsStore {
    /// Handles a batch of messages: loads what they are about, lets them decide on it, stores what has changed.
    @Sendable func handle(_ messages: [any InboxMessage], _ rules: MessageRules) async throws {
        let keys = MessageScopeKeys(messages)
        try await transaction { tx, effects in
            let old = try load(keys, rules, in: tx)
            var new = old
            new.handle(messages)
            Self.enqueueChanges(from: old, to: new, in: tx)
            effects = new.effects
        }
    }

    /// Locks the creditors and loads what belongs to them; a second round trip only when some ledger has a gap. What belongs to a creditor
    /// who was not there to be locked has come into being since, and these messages come before it.
    private func load(_ keys: MessageScopeKeys, _ rules: MessageRules, in tx: Transaction) throws -> MessageScope {
        guard !keys.creditors.isEmpty else { return MessageScope(rules: rules, now: now()) }
        let results = try tx.pipeline([
            CreditorRows.lock(keys.creditors), AccountDataRows.read(keys.accounts), TransferRows.read(keys.transfers),
            CommittedTransferRows.known(keys.committedTransfers), UpdateIDs.last,
        ])
        var scope = MessageScope(rules: rules, now: now())
        for creditor in try CreditorRows.decode(results[0]) { scope.creditors[creditor.id] = creditor }
        for row in results[1] {
            let account = try AccountDataRows.decode(row)
            if scope.creditors[account.key.creditor] != nil { scope.accounts[account.key] = account }
        }
        for row in results[2] {
            let transfer = try TransferRows.decode(row)
            if scope.creditors[transfer.creditor] != nil { scope.transfers[transfer.key] = transfer }
        }
        for row in results[3] { scope.knownTransfers.insert(try CommittedTransferRows.decodeKnown(row)) }
        scope.chains = try Self.chains(keys.chains(for: scope.accounts), limit: rules.ledgerBurst, in: tx)
        scope.effects.lastUpdateID = try results[4][0].decode(0)
        return scope
    }

    /// The stored transfers of server accounts, each after a number, at most so many of each.
    static func chains(
        _ wanted: [(key: ChainKey, after: TransferNumber)], limit: Int, in tx: Transaction
    ) throws -> [ChainKey: Chain] {
        if wanted.isEmpty { return [:] }
        return try CommittedTransferRows.decodeChains(try tx.query(CommittedTransferRows.chains(wanted, limit: limit)), limit: limit)
    }

    /// Queues the new states.
    private static func enqueueChanges(from old: MessageScope, to new: MessageScope, in tx: Transaction) {
        tx.enqueue(CreditorRows.update(old.creditors.map { ($0.value, new.creditors[$0.key] ?? $0.value) }))
        tx.enqueue(AccountDataRows.update(old.accounts.map { ($0.value, new.accounts[$0.key] ?? $0.value) }))
        let transfers = new.transfers.filter { old.transfers[$0.key] != $0.value }
        if !transfers.isEmpty { tx.enqueue(TransferRows.update(Array(transfers.values))) }
        for (id, pin) in new.newPins { tx.enqueue(PinRows.store(id, pin)) }
    }
}
