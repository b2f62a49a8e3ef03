import ArgumentParser
import NodeKit

/// Handles the messages of the queue (CA 3.3, OPS 3.5).
struct ConsumeMessages: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "consume_messages", abstract: "Handles the messages of the queue.", helpNames: .long)
    static let needs = [Needs.database]
    @OptionGroup var options: ConsumerOptions

    func execute(_ settings: CreditorsConfiguration, _ process: NodeProcess) async throws -> Int32 {
        let common = settings.common
        let consumer = options.consumer(common.broker.consumer)
        let node = try CreditorsNode(settings, connections: consumer.processes * consumer.threads + 2, logger: process.logger)
        let role = try node.consumer(
            options.broker(common.broker.url, common.broker.queue), consumer, drains: options.drainingMode)
        _ = await process.run(node.core.alone(role))
        // Supervisors rely on it: the command never ends by itself with success.
        return ExitStatus.failure
    }
}
