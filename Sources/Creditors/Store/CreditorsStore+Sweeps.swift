import Logging
import NodeKit
import Persistence
import SMPProtocol

extension CreditorsStore {
    /// CA 15.2: deletes creditors of whom the verdict says it; leaves alone those that somebody else is busy with.
    func deleteCreditors(_ ids: Set<CreditorID>, if isToGo: @Sendable (Creditor, Timestamp) -> Bool) async throws {
        try await transaction { tx, _ in
            // Who contradicts himself by now is told of by the next walk.
            let locked = try tx.query(CreditorRows.lockFree(ids)).readable { try CreditorRows.decode($0) }
            let now = now()
            let outdated = locked.filter { isToGo($0, now) }.map(\.id)
            if !outdated.isEmpty { tx.enqueue(CreditorRows.delete(outdated)) }
        }
    }

    /// CA 15.3: repairs accounts. Those whose creditors are busy wait for the next walk.
    func repairAccounts(_ keys: [AccountKey], _ rules: AccountScanRules) async throws {
        try await transaction { tx, effects in
            let results = try tx.pipeline([CreditorRows.lockFree(Set(keys.map(\.creditor))), UpdateIDs.last])
            effects.lastUpdateID = try results[1][0].decode(0)
            let locked = try results[0].readable { try CreditorRows.decode($0) }
            let ids = Set(locked.map(\.id))
            let free = keys.filter { ids.contains($0.creditor) }
            if free.isEmpty { return }
            let accounts = try tx.query(AccountDataRows.read(free)).readable { try AccountDataRows.decode($0) }
            change(accounts, of: locked, in: tx, &effects) { account, creditor, now, effects in
                account.scan(rules, creditor: &creditor, now: now, effects: &effects)
            }
        }
    }

    /// CA 10.4: accounts whose ledgers have work, in the order of their keys.
    func ledgersWithWork(after key: AccountKey, limit: Int) async throws -> [AccountKey] {
        try await read(AccountDataRows.work(after: key, limit: Int64(limit))).map { AccountKey(creditor: try $0[0], debtor: try $0[1]) }
    }

    /// CA 10.4: takes a burst of stored transfers into each ledger.
    ///
    /// - Parameter logger: told of rows that contradict themselves; each keeps only its own ledger from advancing.
    /// - Returns: the accounts that still have work.
    func advanceLedgers(_ keys: [AccountKey], _ rules: MessageRules, logger: Logger) async throws -> [AccountKey] {
        // Both tables begin with the ID of the creditor.
        @Sendable func report(_ row: Row, _ error: any Error) throws {
            let creditor: CreditorID = try row[0]
            logger.error("a row contradicts itself; its ledger is left out", metadata: ["creditor": "\(creditor)", "error": "\(error)"])
        }
        return try await transaction { tx, effects in
            let results = try tx.pipeline([CreditorRows.lock(Set(keys.map(\.creditor))), AccountDataRows.read(keys), UpdateIDs.last])
            effects.lastUpdateID = try results[2][0].decode(0)
            let locked = try results[0].readable({ try CreditorRows.decode($0) }, skipped: report)
            let accounts = try results[1].readable({ try AccountDataRows.decode($0) }, skipped: report).filter(\.ledger.hasWork)
            let wanted = accounts.map { (key: ChainKey($0), after: $0.ledger.lastTransferNumber) }
            let chains = try Self.chains(wanted, limit: rules.ledgerBurst, in: tx)
            change(accounts, of: locked, in: tx, &effects) { account, creditor, now, effects in
                account.processLedger(
                    chains[ChainKey(account)] ?? .empty, maxDelayMicroseconds: rules.maxTransferDelayMicroseconds, creditor: &creditor,
                    now: now, effects: &effects)
                if account.ledger.hasWork { effects.ledgerWork.insert(account.key) }
            }
            // They are taken up again at once: nobody else has to be woken for them.
            let rest = Array(effects.ledgerWork)
            effects.ledgerWork = []
            return rest
        }
    }

    /// Lets a rule change accounts of locked creditors, and queues what it has changed. A creditor who was not there to be locked may
    /// have come back before his accounts were read: these are left out.
    private func change(
        _ accounts: [AccountData], of locked: [Creditor], in tx: Transaction, _ effects: inout Effects,
        _ rule: (inout AccountData, inout Creditor, Timestamp, inout Effects) -> Void
    ) {
        let now = now()
        var creditors = Dictionary(uniqueKeysWithValues: locked.map { ($0.id, $0) })
        var changes: [(old: AccountData, new: AccountData)] = []
        for old in accounts {
            guard var creditor = creditors[old.key.creditor] else { continue }
            var new = old
            rule(&new, &creditor, now, &effects)
            creditors[creditor.id] = creditor
            changes.append((old, new))
        }
        tx.enqueue(CreditorRows.update(locked.map { ($0, creditors[$0.id] ?? $0) }))
        tx.enqueue(AccountDataRows.update(changes))
    }
}
