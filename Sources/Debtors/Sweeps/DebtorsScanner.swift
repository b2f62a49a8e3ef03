import NodeKit
import SMPProtocol

/// `scan_debtors`: walks over all debtors, again and again, and tidies up (DA 12).
struct DebtorsScanner: Sendable {
    let store: DebtorsStore
    let rules: ScannerRules
    let responsibility: Responsibility<DebtorID>

    func role(_ scan: Scan) -> some NodeRole {
        Sweep(scan, table: DebtorRows.swept, database: store.database, process: process)
    }

    /// Decides on the copies, and again, for the few that need something, on the locked rows.
    func process(_ debtors: [Debtor]) async throws {
        let verdict: @Sendable (Debtor, Timestamp) -> ScannerVerdict = {
            rules.verdict(on: $0, responsibility: responsibility, now: $1)
        }
        let copyTime = store.now()
        let candidates = debtors.filter { verdict($0, copyTime) != .keep }.map(\.id)
        if !candidates.isEmpty { try await store.tidy(candidates, verdict) }
    }
}
