public import ArgumentParser
import NodeKit

/// The program `swpt-creditors` (CA 3, OPS 3).
public struct CreditorsCommand: ParsableCommand {
    /// All commands, made from the node's description.
    public static let configuration = CommandConfiguration(
        commandName: "swpt-creditors", abstract: "Swaptacular Creditors Agent",
        discussion: "Configured by environment variables. Without a command: all.", version: Release.version,
        subcommands: [GroupCommand<All>.self, NodeCommands.webserver(CreditorsNode.self), Consume<ConsumeMessages>.self]
            + NodeCommands.flush(CreditorsNode.self)
            + [
                JobCommand<ProcessLogAdditions, ThreadedLoopOptions>.self, JobCommand<ProcessLedgerUpdates, ThreadedLoopOptions>.self,
            ]
            + NodeCommands.scan(All.scanners)
            + NodeCommands.administration(CreditorsConfiguration.self, OneQueueOptions.self)
            + NodeCommands.questions(CreditorsConfiguration.self, of: CreditorsCommand.self)
            + NodeCommands.development(CreditorsNode.self),
        defaultSubcommand: GroupCommand<All>.self, helpNames: .long)

    /// For the parser.
    public init() {}
}
