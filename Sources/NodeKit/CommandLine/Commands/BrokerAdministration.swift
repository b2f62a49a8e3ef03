import ArgumentParser
import Messaging
import SMPProtocol

// The administration of the broker (OPS 3.10). None of these commands touches the database.

/// Declares exchanges, queues and the queue's bindings.
public struct SubscribeCommand<Settings: ServiceConfiguration>: NodeCommand {
    public static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "subscribe", abstract: "Declares the broker's objects and binds the queue.", helpNames: .long)
    }
    @OptionGroup var options: BindingOptions

    public init() {}

    public func execute(_ settings: Settings, _ process: NodeProcess) async throws -> Int32 {
        let (url, topology) = try options.broker(of: settings)
        return await process.runToEnd {
            try await BrokerCommands(url: try BrokerURL(url.revealed), logger: process.logger).declare(topology)
            return ExitStatus.success
        }
    }
}

/// Removes the bindings of the queue, and nothing else.
public struct UnsubscribeCommand<Settings: ServiceConfiguration>: NodeCommand {
    public static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "unsubscribe", abstract: "Removes the bindings of the queue.", helpNames: .long)
    }
    @OptionGroup var options: BindingOptions

    public init() {}

    public func execute(_ settings: Settings, _ process: NodeProcess) async throws -> Int32 {
        let (url, topology) = try options.broker(of: settings)
        return await process.runToEnd {
            try await BrokerCommands(url: try BrokerURL(url.revealed), logger: process.logger).remove(topology.queueBindings)
            return ExitStatus.success
        }
    }
}

/// Waits until the queue is empty and nobody consumes it, and deletes it.
public struct DeleteQueueCommand<Settings: ServiceConfiguration>: NodeCommand {
    public static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "delete_queue", abstract: "Deletes the queue as soon as it is empty and unused.", helpNames: .long)
    }
    @OptionGroup var options: QueueOptions

    public init() {}

    public func execute(_ settings: Settings, _ process: NodeProcess) async throws -> Int32 {
        let (url, queue) = options.broker(settings.common.broker)
        return await process.runToEnd {
            try await BrokerCommands(url: try BrokerURL(url.revealed), logger: process.logger).deleteQueue(queue)
            return ExitStatus.success
        }
    }
}

extension BindingOptions {
    /// - Throws: a usage error for something that is no binding key: it would route nobody's messages here.
    fileprivate func broker<Settings: ServiceConfiguration>(of settings: Settings) throws -> (url: Secret<String>, topology: Topology) {
        let (url, queue) = broker(settings.common.broker)
        let key = routingKey(settings.common.shard.realm.bindingKey)
        guard let realm = ShardingRealm(bindingKey: key), realm.bitCount <= settings.common.profile.maximumShardBits else {
            throw ProgramEnd(
                status: ExitStatus.usage,
                complaint: "The routing key must be up to \(settings.common.profile.maximumShardBits) bits, each followed by a dot, then #.")
        }
        return (url, Settings.topology(queue: queue, routingKey: key))
    }
}
