import ArgumentParser
import NodeKit

/// Tidies up the debtors (DA 12).
struct ScanDebtors: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan_debtors", abstract: "Walks over the debtors and tidies up.", helpNames: .long)
    static let needs = [Needs.database] + Needs.range
    @OptionGroup var options: ScannerOptions

    func execute(_ settings: DebtorsConfiguration, _ process: NodeProcess) async throws -> Int32 {
        let node = try DebtorsNode(settings, connections: 2, logger: process.logger)
        return await process.run(
            node.scanner(days: try options.days(settings.scanner.days), quitsEarly: options.quitEarly))
    }
}
