import ArgumentParser
import Messaging
import NodeKit
import SMPProtocol

// The administration of the broker (CA 3.5, OPS 3.10). None of these commands touches the database.

/// Declares exchanges, queues and the bindings.
struct Subscribe: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "subscribe", abstract: "Declares the broker's objects and binds the queue.", helpNames: .long)
    @OptionGroup var options: BindingOptions

    func execute(_ settings: CreditorsConfiguration, _ process: NodeProcess) async throws -> Int32 {
        let (url, queue) = options.broker(settings.common.broker)
        let routingKey = try options.checkedRoutingKey(settings)
        return await process.runToEnd {
            try await BrokerCommands(url: try BrokerURL(url.revealed), logger: process.logger)
                .declare(.creditorsAgent(queue: queue, routingKey: routingKey))
            return ExitStatus.success
        }
    }
}

/// Removes the bindings of the queue, and nothing else.
struct Unsubscribe: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "unsubscribe", abstract: "Removes the bindings of the queue.", helpNames: .long)
    @OptionGroup var options: BindingOptions

    func execute(_ settings: CreditorsConfiguration, _ process: NodeProcess) async throws -> Int32 {
        let (url, queue) = options.broker(settings.common.broker)
        let routingKey = try options.checkedRoutingKey(settings)
        return await process.runToEnd {
            try await BrokerCommands(url: try BrokerURL(url.revealed), logger: process.logger)
                .remove(Topology.creditorsAgentBindings(queue: queue, routingKey: routingKey))
            return ExitStatus.success
        }
    }
}

/// Waits until the queue is empty and nobody consumes it, and deletes it.
struct DeleteQueue: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete_queue", abstract: "Deletes the queue as soon as it is empty and unused.", helpNames: .long)
    @OptionGroup var options: QueueOptions

    func execute(_ settings: CreditorsConfiguration, _ process: NodeProcess) async throws -> Int32 {
        let (url, queue) = options.broker(settings.common.broker)
        return await process.runToEnd {
            try await BrokerCommands(url: try BrokerURL(url.revealed), logger: process.logger).deleteQueue(queue)
            return ExitStatus.success
        }
    }
}

extension BindingOptions {
    /// - Throws: a usage error for something that is no binding key: it would route nobody's messages here.
    fileprivate func checkedRoutingKey(_ settings: CreditorsConfiguration) throws -> String {
        let key = routingKey(settings.common.shard.realm.bindingKey)
        guard ShardingRealm(bindingKey: key) != nil else {
            throw ProgramEnd(
                status: ExitStatus.usage, complaint: "The routing key must be up to 20 bits, each followed by a dot, then #.")
        }
        return key
    }
}
