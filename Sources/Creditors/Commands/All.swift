import ArgumentParser
import NodeKit

/// Everything in one process (CA 3.1).
struct All: NodeCommand {
    static let configuration = CommandConfiguration(commandName: "all", abstract: "Runs everything in one process.", helpNames: .long)
    static let needs = [Needs.database, Needs.authorization]

    func execute(_ settings: CreditorsConfiguration, _ process: NodeProcess) async throws -> Int32 {
        let common = settings.common
        let workers = common.broker.consumer.processes * common.broker.consumer.threads
        // The five scanners hardly ever meet; one connection for notifications, and some to spare.
        let connections = common.web.parallelism + workers + common.flush.processes + settings.ledger.threads + 5
        let node = try CreditorsNode(settings, connections: connections, logger: process.logger)
        var roles: [any NodeRole] = [
            try node.flusher("flush_all", common.flush),
            try node.consumer((common.broker.url, common.broker.queue), common.broker.consumer, drains: false),
            node.ledgerJob(), node.creditorsScanner(), node.accountsScanner(),
            node.retentionScanner(.logEntries, settings.scanners.logEntries),
            node.retentionScanner(.ledgerEntries, settings.scanners.ledgerEntries),
            node.retentionScanner(.committedTransfers, settings.scanners.committedTransfers),
        ]
        if common.web.processes > 0 { roles.append(node.webServer(try node.core.edge())) }
        return await process.run(node.core.together("all", roles))
    }
}
