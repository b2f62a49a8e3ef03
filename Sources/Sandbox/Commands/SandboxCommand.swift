public import ArgumentParser
import Logging
import NodeKit

/// The program `swpt-sandbox`.
public struct SandboxCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "swpt-sandbox",
        abstract: "An accounting authority in memory. FOR DEMONSTRATIONS AND TESTS ONLY.",
        discussion: "Configured by environment variables. Without a command: all.", version: Release.version,
        subcommands: [All.self, Configure.self], defaultSubcommand: All.self, helpNames: .long)

    /// Without options.
    public init() {}
}

/// Everything in one process.
struct All: NodeCommand {
    static let configuration = CommandConfiguration(commandName: "all", abstract: "Runs everything in one process.", helpNames: .long)

    func execute(_ settings: SandboxConfiguration, _ process: NodeProcess) async throws -> Int32 {
        let node = try SandboxNode(settings, logger: process.logger)
        try await node.remember()
        process.logger.warning(
            """
            This is the sandbox: FOR DEMONSTRATIONS AND TESTS ONLY. Accounts live in memory; everybody who reaches the port can do \
            everything, and everybody can make tokens
            """)
        return await process.run(node.everything(), as: .service)
    }
}

/// Declares the broker's objects. `all` does it, too; nodes that start earlier then find their messages taken.
struct Configure: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "configure", abstract: "Declares the broker's objects.", helpNames: .long)

    func execute(_ settings: SandboxConfiguration, _ process: NodeProcess) async throws -> Int32 {
        let relay = try SandboxNode(settings, logger: process.logger).relay
        return await process.runToEnd {
            try await relay.declare()
            return ExitStatus.success
        }
    }
}
