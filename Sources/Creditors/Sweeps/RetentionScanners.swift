import Logging
import NodeKit
import Persistence
import SMPProtocol

/// `scan_log_entries`, `scan_ledger_entries`, `scan_committed_transfers` (CA 15.4–15.6): delete what is older than its retention, and, after
/// a split, what belongs to another shard.
struct RetentionScanner: Sendable {
    /// What distinguishes the three tables.
    struct Table: Sendable {
        let command: String
        let name: String
        let statements: RetentionRows
        let cutoff: @Sendable (RetentionRules, Timestamp) -> Timestamp

        static let logEntries = Table(
            command: "scan_log_entries", name: "log_entry", statements: .logEntries, cutoff: { $0.logCutoff(now: $1) })
        static let ledgerEntries = Table(
            command: "scan_ledger_entries", name: "ledger_entry", statements: .ledgerEntries, cutoff: { $0.ledgerCutoff(now: $1) })
        static let committedTransfers = Table(
            command: "scan_committed_transfers", name: "committed_transfer", statements: .committedTransfers,
            cutoff: { $0.transferCutoff(now: $1) })
    }

    let table: Table
    let database: Database
    let rules: RetentionRules
    let responsibility: Responsibility<CreditorID>
    let deletesParentRecords: Bool
    let now: @Sendable () -> Timestamp

    func role(_ walk: ScannerSettings.Walk, quitsEarly: Bool, logger: Logger) -> some NodeRole {
        Sweep(
            name: table.command, table: table.statements.swept, settings: walk.rhythm, quitsEarly: quitsEarly, database: database,
            logger: logger, process: process)
    }

    /// Rows never change, so what was read is still true; a place may only have been given to another row, which is looked at again.
    func process(_ rows: [RetentionRows.Candidate]) async throws {
        let cutoff = table.cutoff(rules, now())
        let isForeign: (CreditorID) -> Bool = { deletesParentRecords && !responsibility.includes($0) }
        let old = rows.filter { $0.at < cutoff && !isForeign($0.creditor) }.map(\.place)
        let foreign = rows.filter { isForeign($0.creditor) }
        var queries: [Query] = []
        if !old.isEmpty { queries.append(table.statements.delete(old, before: cutoff)) }
        if !foreign.isEmpty { queries.append(table.statements.deleteForeign(foreign)) }
        _ = try await database.pipeline(queries)
    }
}
