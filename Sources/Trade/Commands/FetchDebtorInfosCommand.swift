import ArgumentParser
import NodeKit

/// `fetch_debtor_infos`: the fetchers of documents alone (TW 25.1, OPS 3.9). As with flushers, 0 is honoured.
struct FetchDebtorInfosCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: FetchDebtorInfos.command, abstract: FetchDebtorInfos.abstract, helpNames: .long)
    @OptionGroup var options: FlusherOptions
    @Option(name: .shortAndLong, help: "Requests at once, of each fetcher; 0: HTTP_FETCH_CONNECTIONS.")
    var connections: Int?
    @Option(name: .shortAndLong, help: "Seconds that one request may take; 0: HTTP_FETCH_TIMEOUT.")
    var timeout: Double?
    @Option(name: [.customShort("f"), .long], help: "A file with the certificates that are trusted.")
    var cafile: String?

    var needs: [String] { TradeNeeds.worker }

    func validate() throws {
        if let connections, !(0...10_000).contains(connections) { throw ValidationError("--connections must be from 0 to 10000") }
        if let timeout, timeout != 0, !(0.001...3600).contains(timeout) { throw ValidationError("--timeout must be from 0.001 to 3600") }
    }

    func execute(_ settings: TradeConfiguration, _ process: NodeProcess) async throws -> Int32 {
        var fetching = settings.fetching
        let overrides = options.overrides
        if let processes = overrides.processes { fetching.processes = processes }
        if let wait = overrides.waitSeconds { fetching.pace.waitSeconds = wait }
        if let connections, connections > 0 { fetching.connections = connections }
        if let timeout, timeout > 0 { fetching.timeoutSeconds = timeout }
        if let cafile, !cafile.isEmpty { fetching.limits.certificateFile = cafile }
        fetching.pace.quitsEarly = overrides.quitsEarly
        let node = try WorkerNode(settings, connections: fetching.processes + 2, logger: process.logger)
        return await process.run(node.core.alone(node.fetcher(fetching)), as: .job, hasEnd: overrides.quitsEarly)
    }
}
