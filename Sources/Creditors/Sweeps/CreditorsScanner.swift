import NodeKit
import SMPProtocol

/// `scan_creditors` (CA 15.2): deletes creditors that nobody will miss.
struct CreditorsScanner: Sendable {
    let store: CreditorsStore
    let rules: RetentionRules
    let responsibility: Responsibility<CreditorID>
    let deletesParentRecords: Bool

    func role(_ scan: Scan) -> some NodeRole {
        Sweep(scan, table: CreditorRows.swept, database: store.database, process: process)
    }

    /// Decides on the copies; the store decides again, for the few that are to go, on the locked rows.
    func process(_ creditors: [Creditor]) async throws {
        let isToGo: @Sendable (Creditor, Timestamp) -> Bool = { creditor, now in
            creditor.isOutdated(rules, now: now) || deletesParentRecords && responsibility.isLeftOver(creditor.id)
        }
        let copyTime = store.now()
        let candidates = Set(creditors.filter { isToGo($0, copyTime) }.map(\.id))
        if !candidates.isEmpty { try await store.deleteCreditors(candidates, if: isToGo) }
    }
}
