import Logging
import NodeKit
import SMPProtocol

/// `scan_debtors`: walks over all debtors, again and again, and tidies up (DA 12).
struct DebtorsScanner: Sendable {
    let store: DebtorsStore
    let rules: ScannerRules
    let responsibility: Responsibility<DebtorID>

    func role(_ settings: ScannerSettings, quitsEarly: Bool, logger: Logger) -> some NodeRole {
        let rhythm = SweepRhythm.Settings(
            completionGoalSeconds: settings.days * 86400, targetBeatSeconds: Double(settings.beatMilliseconds) / 1000,
            blocksPerQuery: settings.blocksPerQuery)
        return Sweep(
            name: "scan_debtors", table: DebtorRows.swept, settings: rhythm, quitsEarly: quitsEarly, database: store.database,
            logger: logger, process: process)
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
