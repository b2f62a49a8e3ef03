import ArgumentParser
import Logging
import Persistence

/// `rejected_messages`: what to do with the messages that the node has rejected (SMP 9.2.3).
public struct RejectedMessagesGroup<Settings: ServiceConfiguration>: ParsableCommand {
    /// `rejected_messages`
    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "rejected_messages", abstract: "Lists, shows, sends again or forgets messages that were rejected.",
            subcommands: [
                ListRejected<Settings>.self, ShowRejected<Settings>.self, ResendRejected<Settings>.self, ForgetRejected<Settings>.self,
            ], helpNames: .long)
    }

    /// For the parser.
    public init() {}
}

/// A command about rejected messages. They are in the database that belongs to the queues.
protocol RejectedCommand: NodeCommand where Settings: ServiceConfiguration {
    /// What it does; returns the exit status.
    var work: @Sendable (RejectedAdministration) async throws -> Int32 { get }
}

extension RejectedCommand {
    private var description: DatabaseDescription<Settings> {
        guard let description = Settings.databases.first(where: \.belongsToQueues) else {
            preconditionFailure("a node with queues has a database that belongs to them")
        }
        return description
    }

    /// The URL of that database.
    public var needs: [String] { [description.variable] }

    /// Does the work, and ends.
    public func execute(_ settings: Settings, _ process: NodeProcess) async throws -> Int32 {
        let database = try description.open(settings, connections: 2, logger: process.logger)
        let administration = RejectedAdministration(
            database: database, queues: settings.queues.all, write: { StandardOutput().write($0) }, logger: process.logger)
        let work = work
        return await process.runToEnd { try await work(administration) }
    }
}

extension RejectedMessageID: ExpressibleByArgument {
    /// Nil: the text is not a number.
    public init?(argument: String) {
        guard let number = Int64(argument) else { return nil }
        self.init(rawValue: number)
    }
}

/// `rejected_messages list`
struct ListRejected<Settings: ServiceConfiguration>: RejectedCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: "The newest rejected messages, newest first.", helpNames: .long)
    }
    @Option(help: "At most so many.", transform: ValueType<Int>.integer(in: 1...1_000_000).argument)
    var limit: Int = 100
    @Option(help: "Only messages with a smaller number.")
    var before: RejectedMessageID?

    var work: @Sendable (RejectedAdministration) async throws -> Int32 {
        { [limit, before] in try await $0.list(limit: limit, before: before) }
    }
}

/// `rejected_messages show ID`
struct ShowRejected<Settings: ServiceConfiguration>: RejectedCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: "All that is known of a rejected message.", helpNames: .long)
    }
    @Argument(help: "The message's number.")
    var id: RejectedMessageID

    var work: @Sendable (RejectedAdministration) async throws -> Int32 { { [id] in try await $0.show(id) } }
}

/// Which messages are meant.
struct RejectedSelection: ParsableArguments {
    @Argument(help: "The messages' numbers.")
    var ids: [RejectedMessageID] = []
    @Flag(help: "All of them, oldest first.")
    var all = false

    /// Nil: all.
    var chosen: [RejectedMessageID]? { all ? nil : ids }

    func validate() throws {
        guard all == ids.isEmpty else { throw ValidationError("Name messages by their numbers, or say --all.") }
    }
}

/// `rejected_messages resend ID…`
struct ResendRejected<Settings: ServiceConfiguration>: RejectedCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "resend", abstract: "Puts rejected messages back into their queue, and forgets them.", helpNames: .long)
    }
    @OptionGroup var selection: RejectedSelection

    var work: @Sendable (RejectedAdministration) async throws -> Int32 {
        { [ids = selection.chosen] desk in try await desk.forEachPortion(ids) { try await desk.resend($0) } }
    }
}

/// `rejected_messages forget ID…`
struct ForgetRejected<Settings: ServiceConfiguration>: RejectedCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "forget", abstract: "Deletes the copies of rejected messages.", helpNames: .long)
    }
    @OptionGroup var selection: RejectedSelection

    var work: @Sendable (RejectedAdministration) async throws -> Int32 {
        { [ids = selection.chosen] desk in try await desk.forEachPortion(ids) { try await desk.forget($0) } }
    }
}
