import ArgumentParser
import CircularTrade

/// Solves one market from a file, and changes nothing: an operator's what-if tool.
struct SolveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "solve", abstract: "Solves the market of a file and prints the trades.",
        discussion: """
            FILE holds one market as JSON, as in the specification's golden cases, or in the binary form of 'generate'. Nothing is \
            changed anywhere. A file that is wrong ends the command with status 65.
            """)

    @Argument(help: "The market; - is standard input.") var file: String
    @Flag(help: "Only the greedy stage.") var greedyOnly = false
    @Option(help: "How long the improving stage may take, in seconds.") var improveSeconds = 60.0
    @Option(help: "How many arcs the improving stage may look at; the same result on every machine.") var improveWork: Int?
    @Option(help: "Whose order decides between equals: the ID of a turn.") var turnID: Int64 = 0
    @Option(help: "json or table.") var format = OutputFormat.json

    func validate() throws {
        if !(improveSeconds >= 0) { throw ValidationError("--improve-seconds must not be negative") }
        if let improveWork, improveWork < 0 { throw ValidationError("--improve-work must not be negative") }
    }

    func run() throws {
        var clock = StepClock()
        clock.begin(.read)
        var market = try refusingWrongFiles { () throws(FileProblem) in try MarketFile.read(path: file) }
        let report: SolutionReport
        do {
            report = try solve(&market, clock)
        } catch {
            try writingResults { output in
                if format == .json { BidReport.writeJSON(error: error, to: output) } else { output.put(error.refusal) }
            }
            return
        }
        try writingResults { output in
            if format == .json { report.writeJSON(to: output) } else { report.writeTable(to: output) }
        }
    }

    private func solve(_ market: inout MarketFile, _ readingClock: StepClock) throws(MarketError) -> SolutionReport {
        let tree = try CurrencyTree(rules: market.rules, currencies: market.currencies)
        var options = SolverOptions()
        options.key = UInt64(bitPattern: turnID)
        options.badOffers = .refuse
        options.improves = !greedyOnly
        options.improvementWorkLimit = improveWork
        var solving = TimedSolving(improveSeconds: improveSeconds, clock: readingClock)
        let solution = try solving.solve(market.takeBook(), tree: tree, options: options)
        return SolutionReport(
            tree: tree, outcome: .success(solution), readSeconds: solving.clock.seconds(.read), stageSeconds: solving.stageSeconds,
            peakMemoryBytes: peakMemoryBytes())
    }
}
