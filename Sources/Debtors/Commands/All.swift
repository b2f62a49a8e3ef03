import ArgumentParser
import Logging
import NodeKit

/// Everything in one process: web server, consumer, flusher, scanner (DA 4.1).
struct All: NodeCommand {
    static let configuration = CommandConfiguration(commandName: "all", abstract: "Runs everything in one process.", helpNames: .long)
    static let needs = [Needs.database, Needs.authorization] + Needs.range

    func execute(_ settings: DebtorsConfiguration, _ process: NodeProcess) async throws -> Int32 {
        let common = settings.common
        let workers = common.broker.consumer.processes * common.broker.consumer.threads
        // One connection each for the scanner, for notifications, and to spare.
        let connections = common.web.parallelism + workers + common.flush.processes + 3
        let node = try DebtorsNode(settings, connections: connections, logger: process.logger)
        var roles: [any NodeRole] = [
            try node.flusher("flush_all", common.flush),
            node.scanner(),
            try node.consumer((common.broker.url, common.broker.queue), common.broker.consumer, drains: false),
        ]
        if common.web.processes > 0 { roles.append(node.webServer(try node.core.edge())) }
        return await process.run(node.core.together("all", roles))
    }
}
