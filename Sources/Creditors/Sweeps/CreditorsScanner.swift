import Logging
import NodeKit
import Persistence
import SMPProtocol

/// `scan_creditors` (CA 15.2): deletes creditors that nobody will miss.
struct CreditorsScanner: Sendable {
    let database: Database
    let rules: RetentionRules
    let responsibility: Responsibility<CreditorID>
    let deletesParentRecords: Bool
    let now: @Sendable () -> Timestamp

    func role(_ walk: ScannerSettings.Walk, quitsEarly: Bool, logger: Logger) -> some NodeRole {
        Sweep(
            name: "scan_creditors", table: CreditorRows.swept, settings: walk.rhythm, quitsEarly: quitsEarly, database: database,
            logger: logger, process: process)
    }

    /// Decides on the copies, and again, for the few that are to go, on the locked rows.
    func process(_ creditors: [Creditor]) async throws {
        let isToGo: @Sendable (Creditor, Timestamp) -> Bool = { creditor, now in
            creditor.isOutdated(rules, now: now)
                || deletesParentRecords && responsibility.isLeftOver(creditor.id)
        }
        let copyTime = now()
        let candidates = Set(creditors.filter { isToGo($0, copyTime) }.map(\.id))
        guard !candidates.isEmpty else { return }
        try await database.transaction { tx in
            let locked = try tx.query(CreditorRows.lockFree(candidates)).readable { try CreditorRows.decode($0) }
            let now = now()
            let outdated = locked.filter { isToGo($0, now) }.map(\.id)
            if !outdated.isEmpty { tx.enqueue(CreditorRows.delete(outdated)) }
        }
    }
}

extension ScannerSettings.Walk {
    var rhythm: SweepRhythm.Settings {
        SweepRhythm.Settings(
            completionGoalSeconds: seconds, targetBeatSeconds: Double(beatMilliseconds) / 1000, blocksPerQuery: blocksPerQuery)
    }
}
