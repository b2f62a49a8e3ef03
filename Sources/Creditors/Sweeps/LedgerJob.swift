import Logging
import NodeKit
import Persistence
import SMPProtocol
import ServiceLifecycle

/// `process_ledger_updates` (CA 10.4): finishes ledgers that no message could finish at once, because the chain of waiting transfers was too
/// long, or because a gap has become too old to wait any longer.
struct LedgerJob: Sendable {
    let database: Database
    let rules: MessageRules
    let wakeUps: WakeUps
    let now: @Sendable () -> Timestamp
    let logger: Logger
    /// How many ledgers are taken up at once.
    let chunk: Int
    /// How many transactions run at once.
    let threads: Int

    /// How many ledgers one transaction processes.
    private static let ledgersPerTransaction = 100

    func role(waitSeconds: Double, quitsEarly: Bool) -> some NodeRole {
        let wakeUp = wakeUps.subscribe(to: .ledgers)
        return Role("process_ledger_updates") {
            repeat {
                let generation = wakeUp.generation
                try await pass()
                if quitsEarly { return }
                await cancelWhenGracefulShutdown { await wakeUp.wait(after: generation, atMostSeconds: waitSeconds) }
            } while !Pause.isStopping
        }
    }

    /// One pass over the work list, chunk after chunk.
    func pass() async throws {
        var last = AccountKey(creditor: CreditorID(.min), debtor: DebtorID(.min))
        while true {
            let rows = try await database.pipeline([AccountDataRows.work(after: last, limit: Int64(chunk))], readOnly: true)[0]
            let keys = try rows.map { AccountKey(creditor: try $0[0], debtor: try $0[1]) }
            guard let end = keys.last else { return }
            try await process(keys)
            guard keys.count == chunk else { return }
            last = end
        }
    }

    /// Processes some ledgers, in transactions that run side by side.
    private func process(_ keys: [AccountKey]) async throws {
        let groups = stride(from: 0, to: keys.count, by: Self.ledgersPerTransaction).map {
            Array(keys[$0..<min($0 + Self.ledgersPerTransaction, keys.count)])
        }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            var running = 0
            for group in groups {
                if running == threads { try await tasks.next() } else { running += 1 }
                tasks.addTask { try await finish(group) }
            }
            try await tasks.waitForAll()
        }
    }

    /// Processes ledgers until none of them has work left: each round takes a burst of transfers.
    private func finish(_ keys: [AccountKey]) async throws {
        var rest = keys
        while !rest.isEmpty && !Pause.isStopping {
            rest = try await advance(rest)
        }
    }

    /// - Returns: the accounts that still have work.
    func advance(_ keys: [AccountKey]) async throws -> [AccountKey] {
        let effects = try await database.transaction { tx in
            let results = try tx.pipeline([CreditorRows.lock(Set(keys.map(\.creditor))), AccountDataRows.read(keys), UpdateIDs.last])
            let old = try results[0].readable({ try CreditorRows.decode($0) }, skipped: report)
            var creditors = Dictionary(uniqueKeysWithValues: old.map { ($0.id, $0) })
            // A creditor who was not there to be locked may have come back before his accounts were read.
            let accounts = try results[1].readable({ try AccountDataRows.decode($0) }, skipped: report)
                .filter { $0.ledger.hasWork && creditors[$0.key.creditor] != nil }
            var effects = Effects()
            guard !accounts.isEmpty else { return effects }
            let wanted = accounts.map { account in
                (key: ChainKey(account: account.key, creationDate: account.server.creationDate), after: account.ledger.lastTransferNumber)
            }
            let chains = try CommittedTransferRows.decodeChains(
                try tx.query(CommittedTransferRows.chains(wanted, limit: rules.ledgerBurst)), limit: rules.ledgerBurst)
            var changes: [(old: AccountData, new: AccountData)] = []
            let now = now()
            for (account, place) in zip(accounts, wanted) {
                var new = account
                new.processLedger(
                    chains[place.key] ?? .empty, maxDelayMicroseconds: rules.maxTransferDelayMicroseconds,
                    creditor: &creditors[account.key.creditor]!, now: now, effects: &effects)
                if new.ledger.hasWork { effects.ledgerWork.insert(account.key) }
                changes.append((account, new))
            }
            tx.enqueue(CreditorRows.update(old.map { ($0, creditors[$0.id]!) }))
            tx.enqueue(AccountDataRows.update(changes))
            effects.enqueue(in: tx, lastUpdateID: try results[2][0].decode(0))
            return effects
        }
        if !effects.messages.isEmpty { wakeUps.raise(.outbox) }
        return Array(effects.ledgerWork)
    }

    /// A row that contradicts itself keeps only its own ledger from advancing. Both tables begin with the ID of the creditor.
    private func report(_ row: Row, _ error: any Error) throws {
        let creditor: CreditorID = try row[0]
        logger.error("a row contradicts itself; its ledger is left out", metadata: ["creditor": "\(creditor)", "error": "\(error)"])
    }
}
