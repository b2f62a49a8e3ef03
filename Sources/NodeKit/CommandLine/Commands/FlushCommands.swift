import ArgumentParser
import Logging
import SMPProtocol

/// A node that sends what waits in its outbox.
public protocol FlushingConfiguration: ServiceConfiguration {
    /// The node that sends: it knows the types, and the names that operators use for them (SMP 13.4).
    static var node: Node { get }
    /// What its flush commands need.
    static var flusherNeeds: [String] { get }

    /// A flusher in a process of its own.
    ///
    /// - Parameter name: the command.
    func flusher(_ name: String, _ kinds: [MessageKind], _ flush: FlushConfiguration, quitsEarly: Bool, logger: Logger) throws -> any NodeRole
}

extension FlushingConfiguration {
    /// Everything that the node sends.
    public static var sentKinds: [MessageKind] { node.flushOrder }
}

/// What all flush commands do: send what waits in the outbox. They always end with status 1, which supervisors rely on (OPS 3.6).
public protocol FlushCommand: NodeCommand where Settings: FlushingConfiguration {
    var options: FlusherOptions { get }
    /// What is sent.
    func kinds(_ process: NodeProcess) -> [MessageKind]
}

extension FlushCommand {
    public static var needs: [String] { Settings.flusherNeeds }

    public func execute(_ settings: Settings, _ process: NodeProcess) async throws -> Int32 {
        let role = try settings.flusher(
            Self._commandName, kinds(process), options.flush(settings.common.flush), quitsEarly: options.quitEarly, logger: process.logger)
        _ = await process.run(role)
        return ExitStatus.failure
    }
}

public struct FlushAll<Settings: FlushingConfiguration>: FlushCommand {
    public static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "flush_all", abstract: "Sends all pending messages.", helpNames: .long)
    }
    @OptionGroup public var options: FlusherOptions

    public init() {}

    public func kinds(_ process: NodeProcess) -> [MessageKind] { Settings.sentKinds }
}

public struct FlushConfigureAccounts<Settings: FlushingConfiguration>: FlushCommand {
    public static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "flush_configure_accounts", abstract: "Sends pending ConfigureAccount messages.", helpNames: .long)
    }
    @OptionGroup public var options: FlusherOptions

    public init() {}

    public func kinds(_ process: NodeProcess) -> [MessageKind] { [.configureAccount] }
}

public struct FlushPrepareTransfers<Settings: FlushingConfiguration>: FlushCommand {
    public static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "flush_prepare_transfers", abstract: "Sends pending PrepareTransfer messages.", helpNames: .long)
    }
    @OptionGroup public var options: FlusherOptions

    public init() {}

    public func kinds(_ process: NodeProcess) -> [MessageKind] { [.prepareTransfer] }
}

public struct FlushFinalizeTransfers<Settings: FlushingConfiguration>: FlushCommand {
    public static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "flush_finalize_transfers", abstract: "Sends pending FinalizeTransfer messages.", helpNames: .long)
    }
    @OptionGroup public var options: FlusherOptions

    public init() {}

    public func kinds(_ process: NodeProcess) -> [MessageKind] { [.finalizeTransfer] }
}

/// The general form: any types, by the names that the public implementation has for them (SMP 13.4).
public struct FlushMessages<Settings: FlushingConfiguration>: FlushCommand {
    public static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "flush_messages", abstract: "Sends pending messages of the given types.", helpNames: .long)
    }
    @OptionGroup public var options: FlusherOptions
    @Argument(help: "ConfigureAccountSignal, PrepareTransferSignal, FinalizeTransferSignal…; none: all.")
    var types: [String] = []

    public init() {}

    public func kinds(_ process: NodeProcess) -> [MessageKind] {
        if types.isEmpty { return Settings.sentKinds }
        return types.compactMap { type in
            let kind = Settings.node.kind(ofOutbox: type)
            if kind == nil { process.logger.warning("A signal with name \"\(type)\" does not exist.") }
            return kind
        }
    }
}
