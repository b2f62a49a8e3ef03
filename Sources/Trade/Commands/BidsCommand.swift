import ArgumentParser
import CircularTrade

/// Judges the bids of a file.
struct BidsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bids", abstract: "Judges the bids of a file: which become offers, and why.",
        discussion: "FILE is JSON as in the specification's golden cases of bids. A file that is wrong ends the command with status 65.")

    @Argument(help: "The bids; - is standard input.") var file: String
    @Option(help: "json or table.") var format = OutputFormat.json

    func run() throws {
        let bids = try refusingWrongFiles { () throws(FileProblem) in try BidFile.read(path: file) }
        do {
            let report = try BidReport(file: bids)
            try writingResults { output in
                if format == .json { report.writeJSON(to: output) } else { report.writeTable(to: output) }
            }
        } catch let error as MarketError {
            try writingResults { output in
                if format == .json { BidReport.writeJSON(error: error, to: output) } else { output.put(error.refusal) }
            }
        }
    }
}
