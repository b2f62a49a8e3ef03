import ArgumentParser
import NodeKit

// The scanners (CA 15). Their passes are measured in days, that of accounts in hours.

struct ScanCreditors: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan_creditors", abstract: "Walks over the creditors and deletes outdated ones.", helpNames: .long)
    static let needs = [Needs.database]
    @OptionGroup var options: ScannerOptions

    func execute(_ settings: CreditorsConfiguration, _ process: NodeProcess) async throws -> Int32 {
        let node = try CreditorsNode(settings, connections: 2, logger: process.logger)
        let seconds = try options.seconds(settings.scanners.creditors)
        return await process.runJob(
            node.creditorsScanner(seconds: seconds, quitsEarly: options.quitEarly), quitsEarly: options.quitEarly)
    }
}

struct ScanAccounts: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan_accounts", abstract: "Walks over the accounts and repairs them.", helpNames: .long)
    static let needs = [Needs.database]
    @OptionGroup var options: HourlyScannerOptions

    func execute(_ settings: CreditorsConfiguration, _ process: NodeProcess) async throws -> Int32 {
        let node = try CreditorsNode(settings, connections: 2, logger: process.logger)
        let seconds = try options.hours(settings.scanners.accounts.seconds / 3600) * 3600
        return await process.runJob(
            node.accountsScanner(seconds: seconds, quitsEarly: options.quitEarly), quitsEarly: options.quitEarly)
    }
}

struct ScanLogEntries: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan_log_entries", abstract: "Walks over the log entries and deletes old ones.", helpNames: .long)
    static let needs = [Needs.database]
    @OptionGroup var options: ScannerOptions

    func execute(_ settings: CreditorsConfiguration, _ process: NodeProcess) async throws -> Int32 {
        try await scan(.logEntries, settings.scanners.logEntries, options, settings, process)
    }
}

struct ScanLedgerEntries: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan_ledger_entries", abstract: "Walks over the ledger entries and deletes old ones.", helpNames: .long)
    static let needs = [Needs.database]
    @OptionGroup var options: ScannerOptions

    func execute(_ settings: CreditorsConfiguration, _ process: NodeProcess) async throws -> Int32 {
        try await scan(.ledgerEntries, settings.scanners.ledgerEntries, options, settings, process)
    }
}

struct ScanCommittedTransfers: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan_committed_transfers", abstract: "Walks over the committed transfers and deletes old ones.", helpNames: .long)
    static let needs = [Needs.database]
    @OptionGroup var options: ScannerOptions

    func execute(_ settings: CreditorsConfiguration, _ process: NodeProcess) async throws -> Int32 {
        try await scan(.committedTransfers, settings.scanners.committedTransfers, options, settings, process)
    }
}

private func scan(
    _ table: AgedTable, _ walk: ScannerSettings.Walk, _ options: ScannerOptions, _ settings: CreditorsConfiguration,
    _ process: NodeProcess
) async throws -> Int32 {
    let node = try CreditorsNode(settings, connections: 2, logger: process.logger)
    let seconds = try options.seconds(walk)
    return await process.runJob(
        node.retentionScanner(table, walk, seconds: seconds, quitsEarly: options.quitEarly), quitsEarly: options.quitEarly)
}

extension ScannerOptions {
    fileprivate func seconds(_ walk: ScannerSettings.Walk) throws -> Double { try days(walk.seconds / 86400) * 86400 }
}
