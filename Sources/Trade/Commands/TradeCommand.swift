import ArgumentParser
import NodeKit

/// `swpt-trade`: everything that the Circular Trade node can do (TW-25, TS2-15, OPS 3).
public struct TradeCommand: ParsableCommand {
    /// All commands, made from what the node says of itself, and the tools that work without one.
    public static let configuration = CommandConfiguration(
        commandName: "swpt-trade",
        abstract: "Circular Trade: swaps currencies between consenting holders, in circles.",
        discussion: "Configured by environment variables. Without a command: worker.", version: Release.version,
        subcommands: [
            NodeCommands.group(WorkerGroup.self), NodeCommands.group(SolverGroup.self), NodeCommands.webserver(SolverNode.self),
            RollTurnsCommand.self, Consume<ConsumeMessages>.self, Consume<ConsumeInternalMessages>.self,
            FetchDebtorInfosCommand.self,
        ]
            + WorkerJobs.commands + WorkerScans.commands + [ScanAllCommand.self]
            + NodeCommands.flush(WorkerNode.self) + [FlushActivateCollectors.self]
            + NodeCommands.administration(TradeConfiguration.self, TwoQueueOptions.self)
            + NodeCommands.questions(TradeConfiguration.self, of: TradeCommand.self)
            + NodeCommands.development(SolverNode.self) + [
                ExplainCommand.self, SolveCommand.self, BidsCommand.self, GenerateCommand.self,
            ],
        defaultSubcommand: GroupCommand<WorkerGroup>.self, helpNames: .long)

    /// For the parser.
    public init() {}
}
