import ArgumentParser

/// `swpt-trade`: everything that the Circular Trade node can do.
public struct TradeCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "swpt-trade",
        abstract: "Circular Trade: swaps currencies between consenting holders, in circles.",
        subcommands: [SolveCommand.self, BidsCommand.self, GenerateCommand.self])

    /// Without options.
    public init() {}
}
