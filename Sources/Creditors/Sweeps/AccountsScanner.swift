import Logging
import NodeKit
import Persistence
import SMPProtocol

/// `scan_accounts` (CA 15.3): repairs what no message will repair.
struct AccountsScanner: Sendable {
    let database: Database
    let rules: AccountScanRules
    let responsibility: Responsibility<CreditorID>
    let wakeUps: WakeUps
    let now: @Sendable () -> Timestamp

    func role(_ walk: ScannerSettings.Walk, quitsEarly: Bool, logger: Logger) -> some NodeRole {
        Sweep(
            name: "scan_accounts", table: AccountDataRows.swept, settings: walk.rhythm, quitsEarly: quitsEarly, database: database,
            logger: logger, process: process)
    }

    /// Decides on the copies, and again, for the few that need something, under lock. Accounts whose creditors are busy wait for the next
    /// walk.
    func process(_ accounts: [AccountData]) async throws {
        let copyTime = now()
        let candidates = accounts.filter { responsibility.includes($0.key.creditor) && $0.needsScan(rules, now: copyTime) }.map(\.key)
        guard !candidates.isEmpty else { return }
        let effects = try await database.transaction { tx in
            let results = try tx.pipeline([CreditorRows.lockFree(Set(candidates.map(\.creditor))), UpdateIDs.last])
            // Who contradicts himself is told of by the scanner of his table.
            let locked = try results[0].readable { try CreditorRows.decode($0) }
            var creditors = Dictionary(uniqueKeysWithValues: locked.map { ($0.id, $0) })
            let free = candidates.filter { creditors[$0.creditor] != nil }
            var effects = Effects()
            guard !free.isEmpty else { return effects }
            var changes: [(old: AccountData, new: AccountData)] = []
            let now = now()
            for old in try tx.query(AccountDataRows.read(free)).readable({ try AccountDataRows.decode($0) }) {
                var new = old
                new.scan(rules, creditor: &creditors[old.key.creditor]!, now: now, effects: &effects)
                changes.append((old, new))
            }
            tx.enqueue(CreditorRows.update(locked.map { ($0, creditors[$0.id]!) }))
            tx.enqueue(AccountDataRows.update(changes))
            effects.enqueue(in: tx, lastUpdateID: try results[1][0].decode(0))
            return effects
        }
        wakeUps.announce(effects)
    }
}
