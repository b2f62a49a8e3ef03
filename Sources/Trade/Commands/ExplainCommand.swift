import ArgumentParser
import NodeKit
import SMPProtocol

/// `explain`: says why a creditor has not traded what he wanted to trade. It needs nothing but the database of the creditor's worker.
struct ExplainCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Says why a creditor has not traded, or not all that he wanted, in the latest turns.",
        helpNames: .long)

    @Option(help: "Whose trading is meant.") var creditor: String
    @Option(help: "text or json.") var format = Format.text

    /// How the answer is printed.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    var needs: [String] { ["WORKER_POSTGRES_URL"] }

    func validate() throws {
        guard id == nil else { return }
        throw ValidationError("--creditor has the value \"\(creditor)\"; expected \(ValueType<CreditorID>.id.expected)")
    }

    private var id: CreditorID? { ValueType<CreditorID>.id.parse(creditor) }

    func execute(_ settings: TradeConfiguration, _ process: NodeProcess) async throws -> Int32 {
        guard let id else { return ExitStatus.failure }
        let worker = try OpenDatabase(settings.workerDatabase, connections: 1, logger: process.logger)
        let store = ExplanationStore(database: worker.database)
        let rules = settings.workerRules
        let format = format
        return await process.runToEnd {
            let trading = try await store.trading(of: id, turns: rules.explainedTurns)
            let report = ExplanationReport(trading: trading, rules: rules)
            do {
                try writingResults { output in
                    if format == .json { report.writeJSON(to: output) } else { report.writeText(to: output) }
                }
                return ExitStatus.success
            } catch let status as ExitCode {
                return status.rawValue
            }
        }
    }
}
