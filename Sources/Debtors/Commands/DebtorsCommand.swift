public import ArgumentParser

/// The program `swpt-debtors` (DA 4, OPS 3).
public struct DebtorsCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "swpt-debtors", abstract: "Swaptacular Debtors Agent",
        discussion: "Configured by environment variables. Without a command: all.",
        subcommands: [
            All.self, Webserver.self, ConsumeMessages.self, FlushAll.self, FlushConfigureAccounts.self,
            FlushPrepareTransfers.self, FlushFinalizeTransfers.self, FlushMessages.self, ScanDebtors.self, Configure.self,
            AwaitMigrationsCommand.self, Subscribe.self, Unsubscribe.self, DeleteQueue.self, VerifyShardContent.self,
            DevelopRunFlask.self, RunTests.self,
        ],
        defaultSubcommand: All.self, helpNames: .long)

    public init() {}
}

/// Variables that commands need (OPS 3.2).
enum Needs {
    static let database = "POSTGRES_URL"
    static let range = ["MIN_DEBTOR_ID", "MAX_DEBTOR_ID"]
    static let authorization = "OAUTH2_INTROSPECT_URL"
}
