import ArgumentParser
import SMPProtocol

/// What all flush commands do: send what waits in the outbox (OPS 3.6).
public protocol FlushCommand: NodeCommand where Settings == Assembly.Settings {
    /// Whose outbox it is.
    associatedtype Assembly: OutboxAssembly
    /// How many flushers, and how often.
    var options: FlusherOptions { get }
    /// What is sent.
    func kinds(_ process: NodeProcess) -> [MessageKind]
}

extension FlushCommand {
    /// What the node needs.
    public var needs: [String] { Assembly.needs }

    /// Sends until it is stopped, or one round.
    public func execute(_ settings: Settings, _ process: NodeProcess) async throws -> Int32 {
        let order = FlushOrder(
            Self._commandName, kinds(process), options.flush(settings.common.flush), quitsEarly: options.quitEarly)
        let connections = order.flush.processes * OutboxExits.sides(order.kinds, of: Assembly.node)
        return try await Assembly.run(settings, process, as: .queueWorker, connections: connections, hasEnd: order.quitsEarly) { node in
            try node.core.flusher(order, node.exits)
        }
    }
}

/// `flush_all`: everything.
public struct FlushAll<Assembly: OutboxAssembly>: FlushCommand {
    /// The variables.
    public typealias Settings = Assembly.Settings

    /// `flush_all`
    public static var configuration: CommandConfiguration { FlushAllRole<Assembly>.commandConfiguration }
    /// How many flushers, and how often.
    @OptionGroup public var options: FlusherOptions

    /// For the parser.
    public init() {}

    /// Everything that the node sends.
    public func kinds(_ process: NodeProcess) -> [MessageKind] { Assembly.node.flushOrder }
}

/// `flush_<kind>`: the messages of one type.
public struct Flush<Assembly: OutboxAssembly, Message: SMPMessage>: FlushCommand {
    /// The variables.
    public typealias Settings = Assembly.Settings

    /// E.g. `flush_configure_accounts`.
    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Assembly.node.flushCommand(of: Message.kind), abstract: "Sends pending \(Message.kind.typeName) messages.",
            helpNames: .long)
    }
    /// How many flushers, and how often.
    @OptionGroup public var options: FlusherOptions

    /// For the parser.
    public init() {}

    /// The messages of the type.
    public func kinds(_ process: NodeProcess) -> [MessageKind] { [Message.kind] }
}

/// The general form: any types, by the names that operators know (SMP 13.4).
public struct FlushMessages<Assembly: OutboxAssembly>: FlushCommand {
    /// The variables.
    public typealias Settings = Assembly.Settings

    /// `flush_messages`
    public static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "flush_messages", abstract: "Sends pending messages of the given types.", helpNames: .long)
    }
    /// How many flushers, and how often.
    @OptionGroup public var options: FlusherOptions
    @Argument(help: "ConfigureAccountSignal, PrepareTransferSignal, FinalizeTransferSignal…; none: all.")
    var types: [String] = []

    /// For the parser.
    public init() {}

    /// The types that are named; names that do not exist are ignored with a warning.
    public func kinds(_ process: NodeProcess) -> [MessageKind] {
        if types.isEmpty { return Assembly.node.flushOrder }
        return types.compactMap { type in
            let kind = Assembly.node.kind(ofOutbox: type)
            if kind == nil { process.logger.warning("A signal with name \"\(type)\" does not exist.") }
            return kind
        }
    }
}

extension Node {
    /// The command that sends the waiting messages of a type (OPS 3.6): the type in lower case and plural.
    func flushCommand(of kind: MessageKind) -> String {
        var words = ""
        for character in kind.typeName {
            if character.isUppercase && !words.isEmpty { words += "_" }
            words += character.lowercased()
        }
        let isReplay = self == .trade && kind == .accountTransfer
        return "flush_" + (isReplay ? "replayed_" : "") + Self.plural(words)
    }

    private static func plural(_ words: String) -> String {
        switch words {
        case _ where words.hasSuffix("flags"): words
        case _ where words.hasSuffix("y"): words.dropLast() + "ies"
        case _ where words.hasSuffix("s"): words + "es"
        default: words + "s"
        }
    }
}
