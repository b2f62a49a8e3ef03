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
        let stopwatch = Stopwatch()
        var market = try refusingWrongFiles { () throws(FileProblem) in try MarketFile.read(path: file) }
        let readSeconds = stopwatch.seconds
        let report: SolutionReport
        do {
            report = try solve(&market, readSeconds: readSeconds)
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

    private func solve(_ market: inout MarketFile, readSeconds: Double) throws(MarketError) -> SolutionReport {
        let tree = try CurrencyTree(rules: market.rules, currencies: market.currencies)
        var options = SolverOptions()
        options.key = UInt64(bitPattern: turnID)
        options.badOffers = .refuse
        options.improves = !greedyOnly
        options.improvementWorkLimit = improveWork
        var stages = StageClock()
        var improving: Stopwatch?
        var budget = ImprovementBudget(seconds: improveSeconds, greedySeconds: 0)
        let solution = try MarketSolver.solve(
            market.takeBook(), tree: tree, options: options,
            onStage: { stage in
                stages.begin(stage)
                if stage == .improve && improving == nil {
                    improving = Stopwatch()
                    budget = ImprovementBudget(seconds: improveSeconds, greedySeconds: stages.seconds[.greedy] ?? 0)
                }
            },
            shouldStop: { budget.isUsedUp(after: improving?.seconds ?? 0) })
        stages.end()
        return SolutionReport(
            tree: tree, outcome: .success(solution), readSeconds: readSeconds, stageSeconds: stages.seconds,
            peakMemoryBytes: peakMemoryBytes())
    }
}

/// When the search for improvements has to end.
struct ImprovementBudget {
    private let searchSeconds: Double

    /// - Parameters:
    ///   - seconds: what the whole improving stage may take. After the search small positions are cleared, and cycles are searched for again. That takes
    ///     up to twice as long as the greedy stage, and less in very large markets: it gets no more than a third.
    ///   - greedySeconds: what the greedy stage took.
    init(seconds: Double, greedySeconds: Double) {
        searchSeconds = seconds - min(2 * greedySeconds, seconds / 3)
    }

    func isUsedUp(after seconds: Double) -> Bool { seconds >= searchSeconds }
}

/// Time since it was made.
struct Stopwatch {
    private let start = ContinuousClock.now

    var seconds: Double {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}

/// How long each stage of the solver took.
struct StageClock {
    private(set) var seconds: [SolverStage: Double] = [:]
    private var current: (stage: SolverStage, stopwatch: Stopwatch)?

    mutating func begin(_ stage: SolverStage) {
        end()
        current = (stage, Stopwatch())
    }

    mutating func end() {
        if let current { seconds[current.stage, default: 0] += current.stopwatch.seconds }
        current = nil
    }
}
