import NodeKit
import SMPProtocol

// The roles of the node as data: what their commands are called, and how they are made (CA 3).

/// Everything in one process (CA 3.1).
enum All: RoleGroup {
    typealias Assembly = CreditorsNode
    static let command = "all"
    static let abstract = "Runs everything in one process."
    static let needs = WebserverGroup<CreditorsNode>.needs
    static let roles: [any RoleDescription<CreditorsNode>.Type] = [
        FlushAllRole<CreditorsNode>.self, ConsumeMessages.self, ProcessLogAdditions.self, ProcessLedgerUpdates.self,
        ScanCreditors.self, ScanAccounts.self, ScanLogEntries.self, ScanLedgerEntries.self, ScanCommittedTransfers.self,
        WebserverRole<CreditorsNode>.self,
    ]
    static let scanners: [any ScannerDescription.Type] = [
        ScanCreditors.self, ScanAccounts.self, ScanLogEntries.self, ScanLedgerEntries.self, ScanCommittedTransfers.self,
    ]
}

/// Handles the messages of the queue (CA 3.3, OPS 3.5).
enum ConsumeMessages: NetworkConsumer {
    typealias Assembly = CreditorsNode
    static func handler(_ node: CreditorsNode) -> any InboxHandler {
        let (store, rules) = (node.store, node.settings.messageRules)
        return CreditorsInbox(responsibility: node.settings.responsibility) { try await store.handle($0, rules) }
    }
}

// MARK: Jobs

/// Accepted, as deployments start it, with nothing to do: every change writes its log entries itself, in its own transaction (CA 11.4).
enum ProcessLogAdditions: JobDescription {
    typealias Assembly = CreditorsNode
    static let command = "process_log_additions"
    static let abstract = "Has nothing to do: log entries never wait to be added."

    static func connections(_ settings: CreditorsConfiguration, _ overrides: JobOverrides) -> Int { 0 }

    static func job(_ node: CreditorsNode, _ overrides: JobOverrides) -> any NodeRole {
        overrides.quitsEarly ? Role(command) {} : Role.idle(command)
    }
}

/// Finishes ledgers that no message could finish (CA 10.4).
enum ProcessLedgerUpdates: JobDescription {
    typealias Assembly = CreditorsNode
    static let command = "process_ledger_updates"
    static let abstract = "Adds waiting transfers to ledgers, and repairs ledgers."

    static func connections(_ settings: CreditorsConfiguration, _ overrides: JobOverrides) -> Int {
        overrides.threads ?? settings.ledger.threads
    }

    static func job(_ node: CreditorsNode, _ overrides: JobOverrides) -> any NodeRole {
        let ledger = node.settings.ledger
        return LedgerJob(
            store: node.store, rules: node.settings.messageRules, logger: node.core.logger("ledger"), chunk: ledger.chunk,
            threads: overrides.threads ?? ledger.threads
        ).role(command, waitSeconds: overrides.waitSeconds ?? ledger.waitSeconds, quitsEarly: overrides.quitsEarly)
    }
}

// MARK: Scanners

/// Deletes creditors that nobody will miss (CA 15.2).
enum ScanCreditors: ScannerDescription {
    typealias Assembly = CreditorsNode
    static let plan = ScanPlan.creditors
    static let abstract = "Walks over the creditors and deletes outdated ones."

    static func scanner(_ node: CreditorsNode, _ scan: Scan) -> any NodeRole {
        let settings = node.settings
        return CreditorsScanner(
            store: node.store, rules: settings.retentionRules, responsibility: settings.responsibility,
            deletesParentRecords: settings.common.shard.deletesParentRecords
        ).role(scan)
    }
}

/// Repairs what no message will repair (CA 15.3).
enum ScanAccounts: ScannerDescription {
    typealias Assembly = CreditorsNode
    static let plan = ScanPlan.accounts
    static let abstract = "Walks over the accounts and repairs them."

    static func scanner(_ node: CreditorsNode, _ scan: Scan) -> any NodeRole {
        AccountsScanner(
            store: node.store, rules: node.settings.accountScanRules, responsibility: node.settings.responsibility
        ).role(scan)
    }
}

/// Deletes old log entries (CA 15.4).
enum ScanLogEntries: ScannerDescription {
    typealias Assembly = CreditorsNode
    static let plan = ScanPlan.logEntries
    static let abstract = "Walks over the log entries and deletes old ones."

    static func scanner(_ node: CreditorsNode, _ scan: Scan) -> any NodeRole { node.retentionScanner(.logEntries, scan) }
}

/// Deletes old ledger entries (CA 15.5).
enum ScanLedgerEntries: ScannerDescription {
    typealias Assembly = CreditorsNode
    static let plan = ScanPlan.ledgerEntries
    static let abstract = "Walks over the ledger entries and deletes old ones."

    static func scanner(_ node: CreditorsNode, _ scan: Scan) -> any NodeRole { node.retentionScanner(.ledgerEntries, scan) }
}

/// Deletes old committed transfers (CA 15.6).
enum ScanCommittedTransfers: ScannerDescription {
    typealias Assembly = CreditorsNode
    static let plan = ScanPlan.committedTransfers
    static let abstract = "Walks over the committed transfers and deletes old ones."

    static func scanner(_ node: CreditorsNode, _ scan: Scan) -> any NodeRole { node.retentionScanner(.committedTransfers, scan) }
}

extension CreditorsNode {
    fileprivate func retentionScanner(_ table: AgedTable, _ scan: Scan) -> any NodeRole {
        table.scanner(
            store, settings.retentionRules, responsibility: settings.responsibility,
            deletesParentRecords: settings.common.shard.deletesParentRecords
        ).role(scan)
    }
}
