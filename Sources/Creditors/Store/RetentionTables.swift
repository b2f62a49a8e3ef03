import NodeKit
import SMPProtocol

/// The tables whose rows are deleted when they are old (CA 15.4–15.6).
enum RetentionTables {
    static let logEntries = RetentionTable<CreditorID>("log_entry", owner: "creditor_id", moment: "added_at")
    static let ledgerEntries = RetentionTable<CreditorID>("ledger_entry", owner: "creditor_id", moment: "added_at")
    static let committedTransfers = RetentionTable<CreditorID>("committed_transfer", owner: "creditor_id", moment: "committed_at")
}
