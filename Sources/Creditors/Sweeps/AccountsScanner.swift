import Logging
import NodeKit
import SMPProtocol

/// `scan_accounts` (CA 15.3): repairs what no message will repair.
struct AccountsScanner: Sendable {
    let store: CreditorsStore
    let rules: AccountScanRules
    let responsibility: Responsibility<CreditorID>

    func role(_ walk: ScannerSettings.Walk, quitsEarly: Bool, logger: Logger) -> some NodeRole {
        Sweep(
            name: "scan_accounts", table: AccountDataRows.swept, settings: walk.rhythm, quitsEarly: quitsEarly, database: store.database,
            logger: logger, process: process)
    }

    /// Decides on the copies; the store decides again, for the few that need something, under lock.
    func process(_ accounts: [AccountData]) async throws {
        let copyTime = store.now()
        let candidates = accounts.filter { responsibility.includes($0.key.creditor) && $0.needsScan(rules, now: copyTime) }.map(\.key)
        if !candidates.isEmpty { try await store.repairAccounts(candidates, rules) }
    }
}
