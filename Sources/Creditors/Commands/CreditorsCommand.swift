public import ArgumentParser

/// The program `swpt-creditors` (CA 3, OPS 3).
public struct CreditorsCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "swpt-creditors", abstract: "Swaptacular Creditors Agent",
        discussion: "Configured by environment variables. Without a command: all.",
        subcommands: [
            All.self, Webserver.self, ConsumeMessages.self, FlushAll.self, FlushConfigureAccounts.self, FlushPrepareTransfers.self,
            FlushFinalizeTransfers.self, FlushUpdatedLedgers.self, FlushUpdatedPolicies.self, FlushUpdatedFlags.self,
            FlushRejectedConfigs.self, FlushMessages.self, ProcessLogAdditions.self, ProcessLedgerUpdates.self, ScanCreditors.self,
            ScanAccounts.self, ScanLogEntries.self, ScanLedgerEntries.self, ScanCommittedTransfers.self, Configure.self,
            AwaitMigrationsCommand.self, Subscribe.self, Unsubscribe.self, DeleteQueue.self, VerifyShardContent.self,
            DevelopRunFlask.self, RunTests.self,
        ],
        defaultSubcommand: All.self, helpNames: .long)

    public init() {}
}

/// Variables that commands need (OPS 3.2).
enum Needs {
    static let database = "POSTGRES_URL"
    static let authorization = "OAUTH2_INTROSPECT_URL"
}
