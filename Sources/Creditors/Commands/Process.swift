import ArgumentParser
import NodeKit

/// Accepted, with nothing to do: log entries never wait (CA 11.4).
struct ProcessLogAdditions: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "process_log_additions", abstract: "Has nothing to do: log entries never wait to be added.", helpNames: .long)
    static let needs = [Needs.database]
    @OptionGroup var options: LoopOptions
    @OptionGroup var threads: ThreadsOption

    func execute(_ settings: CreditorsConfiguration, _ process: NodeProcess) async throws -> Int32 {
        await process.runJob(LogJob.role(quitsEarly: options.quitEarly), quitsEarly: options.quitEarly)
    }
}

/// Finishes ledgers that no message could finish (CA 10.4).
struct ProcessLedgerUpdates: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "process_ledger_updates", abstract: "Adds waiting transfers to ledgers, and repairs ledgers.", helpNames: .long)
    static let needs = [Needs.database]
    @OptionGroup var options: LoopOptions
    @OptionGroup var threads: ThreadsOption

    func execute(_ settings: CreditorsConfiguration, _ process: NodeProcess) async throws -> Int32 {
        let count = threads.threads(settings.ledger.threads)
        let node = try CreditorsNode(settings, connections: count + 2, logger: process.logger)
        let job = node.ledgerJob(
            threads: count, waitSeconds: options.wait ?? settings.ledger.waitSeconds, quitsEarly: options.quitEarly)
        return await process.runJob(options.quitEarly ? job : node.core.alone(job), quitsEarly: options.quitEarly)
    }
}
