import NodeKit
import SMPProtocol

/// `scan_accounts` (CA 15.3): repairs what no message will repair.
struct AccountsScanner: Sendable {
    let store: CreditorsStore
    let rules: AccountScanRules
    let responsibility: Responsibility<CreditorID>

    func role(_ scan: Scan) -> some NodeRole {
        Sweep(scan, table: AccountDataRows.swept, database: store.database, process: process)
    }

    /// Decides on the copies; the store decides again, for the few that need something, under lock.
    func process(_ accounts: [AccountData]) async throws {
        let copyTime = store.now()
        let candidates = accounts.filter { responsibility.includes($0.key.creditor) && $0.needsScan(rules, now: copyTime) }.map(\.key)
        if !candidates.isEmpty { try await store.repairAccounts(candidates, rules) }
    }
}
