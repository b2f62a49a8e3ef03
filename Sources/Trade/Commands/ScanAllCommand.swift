import ArgumentParser
import NodeKit

/// `scan_all`: every scanner of the worker in one process (TW 24.4). When one of them fails, the process ends.
struct ScanAllCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan_all", abstract: "Walks over all tables of the worker and deletes what is not needed any more.", helpNames: .long)
    @OptionGroup var options: DailyScannerOptions

    var needs: [String] { WorkerNode.needs }

    func execute(_ settings: TradeConfiguration, _ process: NodeProcess) async throws -> Int32 {
        let node = try WorkerNode(settings, connections: WorkerScans.all.count + 2, logger: process.logger)
        let scanners = try WorkerScans.scanners(node, options)
        let all = Role(Self._commandName) { try await Workers.run(scanners.count) { try await scanners[$0].run() } }
        return await process.run(node.core.alone(all), as: .job, hasEnd: options.quitEarly)
    }
}
