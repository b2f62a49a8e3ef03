import ArgumentParser

// Commands that run one role, or several together. What they run, and what it is called, is data: descriptions of roles.

extension RoleDescription {
    /// What the parser is told of the role's command.
    static var commandConfiguration: CommandConfiguration {
        CommandConfiguration(commandName: command, abstract: abstract, helpNames: .long)
    }
}

extension NodeAssembly {
    /// Runs one role in a process of its own.
    ///
    /// - Parameter connections: how many connections to the main database the role may need at once.
    static func run(
        _ settings: Settings, _ process: NodeProcess, as kind: RoleKind, connections: Int, hasEnd: Bool = false,
        _ role: (Self) throws -> any NodeRole
    ) async throws -> Int32 {
        // One for wake-ups, and one to spare.
        let node = try Self(settings, connections: connections + 2, logger: process.logger)
        return await process.run(node.core.alone(try role(node)), as: kind, hasEnd: hasEnd)
    }
}

/// `consume_messages`, `consume_internal_messages`: handles the messages of a queue (OPS 3.5).
public struct Consume<Consumer: ConsumerDescription>: NodeCommand {
    /// From the description.
    public static var configuration: CommandConfiguration { Consumer.commandConfiguration }
    @OptionGroup var options: ConsumerOptions

    /// What the node needs.
    public var needs: [String] { Consumer.Assembly.needs }

    /// For the parser.
    public init() {}

    /// Consumes until it is stopped or fails.
    public func execute(_ settings: Consumer.Assembly.Settings, _ process: NodeProcess) async throws -> Int32 {
        let source = Consumer.source(settings).map(options.source)
        let connections = source?.consumer.workers ?? 0
        return try await Consumer.Assembly.run(settings, process, as: .queueWorker, connections: connections) { node in
            try Consumer.consumer(node, source, drains: options.drainingMode)
        }
    }
}

/// `scan_*`: walks over a table again and again (OPS 3.8).
public struct ScanCommand<Scanner: ScannerDescription, Options: ScannerOptions>: NodeCommand {
    /// From the description.
    public static var configuration: CommandConfiguration { Scanner.commandConfiguration }
    @OptionGroup var options: Options

    /// What the node needs.
    public var needs: [String] { Scanner.Assembly.needs }

    /// For the parser.
    public init() {}

    /// Walks until it is stopped, or once.
    public func execute(_ settings: Scanner.Assembly.Settings, _ process: NodeProcess) async throws -> Int32 {
        let walk = try options.walk(settings.walks[Scanner.plan])
        return try await Scanner.Assembly.run(settings, process, as: .job, connections: 1, hasEnd: options.quitEarly) { node in
            Scanner.scanner(
                node, Scan(Scanner.command, walk, quitsEarly: options.quitEarly, logger: node.core.logger("scan")))
        }
    }
}

/// `process_*`, rollers: makes a pass again and again (OPS 3.7, 3.9).
public struct JobCommand<Job: JobDescription, Options: JobOptions>: NodeCommand {
    /// From the description.
    public static var configuration: CommandConfiguration { Job.commandConfiguration }
    @OptionGroup var options: Options

    /// What the node needs.
    public var needs: [String] { Job.Assembly.needs }

    /// For the parser.
    public init() {}

    /// Works until it is stopped, or makes one pass.
    public func execute(_ settings: Job.Assembly.Settings, _ process: NodeProcess) async throws -> Int32 {
        let overrides = options.overrides
        let connections = Job.connections(settings, overrides)
        return try await Job.Assembly.run(settings, process, as: .job, connections: connections, hasEnd: overrides.quitsEarly) { node in
            try Job.job(node, overrides)
        }
    }
}

/// Several roles of a node that run in one process; each is started again when it ends (OPS 3.3).
public protocol RoleGroup: Sendable {
    /// What the roles are made from.
    associatedtype Assembly: NodeAssembly

    /// The command, e.g. `all`.
    static var command: String { get }

    /// One sentence for `--help`.
    static var abstract: String { get }

    /// The roles, in the order in which they are started.
    static var roles: [any RoleDescription<Assembly>.Type] { get }

    /// What the roles need.
    static var needs: [String] { get }
}

/// `all`, `webserver`, `worker`, `solver`: runs a group of roles.
public struct GroupCommand<Group: RoleGroup>: NodeCommand {
    /// From the description.
    public static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: Group.command, abstract: Group.abstract, helpNames: .long)
    }

    /// What the roles need.
    public var needs: [String] { Group.needs }

    /// For the parser.
    public init() {}

    /// Runs the roles until it is stopped.
    public func execute(_ settings: Group.Assembly.Settings, _ process: NodeProcess) async throws -> Int32 {
        // One for wake-ups, and some to spare.
        let connections = Group.roles.reduce(3) { $0 + $1.connections(settings) }
        let node = try Group.Assembly(settings, connections: connections, logger: process.logger)
        let roles = try Group.roles.compactMap { try $0.role(node) }
        return await process.run(node.core.together(Group.command, roles), as: .service)
    }
}
