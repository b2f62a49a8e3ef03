import ArgumentParser
import Messaging

// The administration of the broker (OPS 3.10). None of these commands touches a database.

/// Declares exchanges, queues and the queues' bindings.
public struct SubscribeCommand<Settings: ServiceConfiguration, Queues: QueueOptions>: NodeCommand {
    /// `subscribe`
    public static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "subscribe", abstract: "Declares the broker's objects and binds the queue.", helpNames: .long)
    }
    @OptionGroup var queues: Queues
    @OptionGroup var key: RoutingKeyOption

    /// For the parser.
    public init() {}

    /// One attempt.
    public func execute(_ settings: Settings, _ process: NodeProcess) async throws -> Int32 {
        let objects = Settings.brokerObjects(queues.queues(settings.queues), routingKey: try key.routingKey(settings.common))
        return await process.runToEnd {
            try await objects.declare(logger: process.logger)
            return ExitStatus.success
        }
    }
}

/// Removes the bindings of the queues, and nothing else.
public struct UnsubscribeCommand<Settings: ServiceConfiguration, Queues: QueueOptions>: NodeCommand {
    /// `unsubscribe`
    public static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "unsubscribe", abstract: "Removes the bindings of the queue.", helpNames: .long)
    }
    @OptionGroup var queues: Queues
    @OptionGroup var key: RoutingKeyOption

    /// For the parser.
    public init() {}

    /// One attempt.
    public func execute(_ settings: Settings, _ process: NodeProcess) async throws -> Int32 {
        let objects = Settings.brokerObjects(queues.queues(settings.queues), routingKey: try key.routingKey(settings.common))
        return await process.runToEnd {
            for objects in objects {
                let commands = BrokerCommands(url: try BrokerURL(objects.url.revealed), logger: process.logger)
                try await commands.remove(objects.topology.queueBindings)
            }
            return ExitStatus.success
        }
    }
}

/// Waits until each queue is empty and nobody consumes it, and deletes it.
public struct DeleteQueueCommand<Settings: ServiceConfiguration, Queues: QueueOptions>: NodeCommand {
    /// `delete_queue`
    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "delete_queue", abstract: "Deletes the queue as soon as it is empty and unused.", helpNames: .long)
    }
    @OptionGroup var queues: Queues

    /// For the parser.
    public init() {}

    /// That of the network first. Waits without limit.
    public func execute(_ settings: Settings, _ process: NodeProcess) async throws -> Int32 {
        let queues = queues.queues(settings.queues).all
        return await process.runToEnd {
            for address in queues {
                try await BrokerCommands(url: try BrokerURL(address.url.revealed), logger: process.logger).deleteQueue(address.queue)
            }
            return ExitStatus.success
        }
    }
}
