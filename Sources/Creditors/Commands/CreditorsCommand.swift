public import ArgumentParser
import NodeKit

/// The program `swpt-creditors` (CA 3, OPS 3).
public struct CreditorsCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "swpt-creditors", abstract: "Swaptacular Creditors Agent",
        discussion: "Configured by environment variables. Without a command: all.",
        subcommands: [
            All.self, Webserver.self, ConsumeMessages.self, FlushAll<CreditorsConfiguration>.self,
            FlushConfigureAccounts<CreditorsConfiguration>.self, FlushPrepareTransfers<CreditorsConfiguration>.self,
            FlushFinalizeTransfers<CreditorsConfiguration>.self, FlushUpdatedLedgers.self, FlushUpdatedPolicies.self,
            FlushUpdatedFlags.self, FlushRejectedConfigs.self, FlushMessages<CreditorsConfiguration>.self, ProcessLogAdditions.self,
            ProcessLedgerUpdates.self, ScanCreditors.self, ScanAccounts.self, ScanLogEntries.self, ScanLedgerEntries.self,
            ScanCommittedTransfers.self, ConfigureCommand<CreditorsConfiguration>.self, AwaitMigrationsCommand<CreditorsConfiguration>.self,
            SubscribeCommand<CreditorsConfiguration>.self, UnsubscribeCommand<CreditorsConfiguration>.self,
            DeleteQueueCommand<CreditorsConfiguration>.self, VerifyShardContent<CreditorsConfiguration>.self, DevelopRunFlask.self, TestCommand.self,
        ],
        defaultSubcommand: All.self, helpNames: .long)

    public init() {}
}
