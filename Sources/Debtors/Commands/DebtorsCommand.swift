public import ArgumentParser
import NodeKit

/// The program `swpt-debtors` (DA 4, OPS 3).
public struct DebtorsCommand: ParsableCommand {
    /// All commands, made from the node's description.
    public static let configuration = CommandConfiguration(
        commandName: "swpt-debtors", abstract: "Swaptacular Debtors Agent",
        discussion: "Configured by environment variables. Without a command: all.", version: Release.version,
        subcommands: [GroupCommand<All>.self, NodeCommands.webserver(DebtorsNode.self), Consume<ConsumeMessages>.self]
            + NodeCommands.flush(DebtorsNode.self) + NodeCommands.scan([ScanDebtors.self])
            + NodeCommands.administration(DebtorsConfiguration.self, OneQueueOptions.self)
            + NodeCommands.questions(DebtorsConfiguration.self, of: DebtorsCommand.self)
            + NodeCommands.development(DebtorsNode.self),
        defaultSubcommand: GroupCommand<All>.self, helpNames: .long)

    /// For the parser.
    public init() {}
}
