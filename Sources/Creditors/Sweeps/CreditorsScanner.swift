import Logging
import NodeKit
import SMPProtocol

/// `scan_creditors` (CA 15.2): deletes creditors that nobody will miss.
struct CreditorsScanner: Sendable {
    let store: CreditorsStore
    let rules: RetentionRules
    let responsibility: Responsibility<CreditorID>
    let deletesParentRecords: Bool

    func role(_ walk: ScannerSettings.Walk, quitsEarly: Bool, logger: Logger) -> some NodeRole {
        Sweep(
            name: "scan_creditors", table: CreditorRows.swept, settings: walk.rhythm, quitsEarly: quitsEarly, database: store.database,
            logger: logger, process: process)
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

extension ScannerSettings.Walk {
    var rhythm: SweepRhythm.Settings {
        SweepRhythm.Settings(
            completionGoalSeconds: seconds, targetBeatSeconds: Double(beatMilliseconds) / 1000, blocksPerQuery: blocksPerQuery)
    }
}
