public import ArgumentParser
import NodeKit

/// The program `swpt-debtors` (DA 4, OPS 3).
public struct DebtorsCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "swpt-debtors", abstract: "Swaptacular Debtors Agent",
        discussion: "Configured by environment variables. Without a command: all.",
        subcommands: [
            All.self, Webserver.self, ConsumeMessages.self, FlushAll<DebtorsConfiguration>.self,
            FlushConfigureAccounts<DebtorsConfiguration>.self, FlushPrepareTransfers<DebtorsConfiguration>.self,
            FlushFinalizeTransfers<DebtorsConfiguration>.self, FlushMessages<DebtorsConfiguration>.self, ScanDebtors.self,
            ConfigureCommand<DebtorsConfiguration>.self, AwaitMigrationsCommand<DebtorsConfiguration>.self,
            SubscribeCommand<DebtorsConfiguration>.self, UnsubscribeCommand<DebtorsConfiguration>.self,
            DeleteQueueCommand<DebtorsConfiguration>.self, VerifyShardContent<DebtorsConfiguration>.self, DevelopRunFlask.self, TestCommand.self,
        ],
        defaultSubcommand: All.self, helpNames: .long)

    public init() {}
}

extension Needs {
    /// The node serves no debtor without it (DA 4.4).
    static let range = ["MIN_DEBTOR_ID", "MAX_DEBTOR_ID"]
}
