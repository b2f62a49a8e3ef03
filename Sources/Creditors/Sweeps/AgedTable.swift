import NodeKit
import SMPProtocol

/// A table whose rows are deleted when they are old (CA 15.4–15.6).
struct AgedTable: Sendable {
    let table: RetentionTable<CreditorID>
    /// Rows before this moment are deleted.
    let cutoff: @Sendable (RetentionRules, Timestamp) -> Timestamp

    static let logEntries = AgedTable(table: RetentionTables.logEntries, cutoff: { $0.logCutoff(now: $1) })
    static let ledgerEntries = AgedTable(table: RetentionTables.ledgerEntries, cutoff: { $0.ledgerCutoff(now: $1) })
    static let committedTransfers = AgedTable(table: RetentionTables.committedTransfers, cutoff: { $0.transferCutoff(now: $1) })

    /// The scanner of the table.
    func scanner(
        _ store: CreditorsStore, _ rules: RetentionRules, responsibility: Responsibility<CreditorID>, deletesParentRecords: Bool
    ) -> RetentionScanner<CreditorID> {
        RetentionScanner(
            table, in: store.database, responsibility: responsibility, deletesParentRecords: deletesParentRecords,
            cutoff: { cutoff(rules, store.now()) })
    }
}
