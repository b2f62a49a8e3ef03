import BenchmarkKit
import CircularTrade
import Foundation

/// Offers per second, CPU time of each stage, peak memory and cleared value of the market solver, for the markets of the generator. Every
/// case runs in a process of its own (this executable again, with `--case N`), because peak memory is one of a process.
///
/// `--offers N` leaves out markets with more than about N offers.

/// The value after an option of the command line.
func option(_ name: String) -> Int? {
    guard let place = CommandLine.arguments.firstIndex(of: name), place + 1 < CommandLine.arguments.count else { return nil }
    return Int(CommandLine.arguments[place + 1])
}

if let number = option("--case") {
    guard SolverCase.all.indices.contains(number) else { fail("there is no case \(number)") }
    print(try SolverCase.all[number].run().line)
    exit(0)
}

/// Runs a case in a child process.
func runInChild(_ number: Int) throws -> SolverOutcome {
    let child = Process()
    child.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    child.arguments = ["--case", String(number)]
    let pipe = Pipe()
    child.standardOutput = pipe
    try child.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    child.waitUntilExit()
    guard child.terminationStatus == 0, let outcome = SolverOutcome(line: output) else {
        fail("case \(number) failed with status \(child.terminationStatus)")
    }
    return outcome
}

let greatest = option("--offers") ?? .max
let chosen = SolverCase.all.indices.filter { Int(SolverCase.all[$0].market.traders) / 2 * 7 <= greatest }
let outcomes = try chosen.map { (solverCase: SolverCase.all[$0], outcome: try runInChild($0)) }
/// The least bound that some case proved for a market.
var bounds: [String: Double] = [:]
for (solverCase, outcome) in outcomes {
    bounds[solverCase.market.name] = min(bounds[solverCase.market.name] ?? .infinity, outcome.bound)
}

var report = BenchmarkReport(name: "solver", parameters: [("generator", .text("gen-v1, other parameters as in MG 1"))])
for (solverCase, outcome) in outcomes {
    var result = BenchmarkReport.Case(name: solverCase.name, items: outcome.offers, seconds: outcome.seconds)
    result.cpuMillisecondsPerItem = [("node", outcome.cpuSeconds * 1000 / Double(outcome.offers))]
    result.residentMegabytes = outcome.peakBytes / 1_048_576
    for stage in SolverStage.allCases { result.figures.append(("\(stage.rawValue) CPU s", outcome.stageSeconds[stage] ?? 0)) }
    result.figures.append(("cleared value", outcome.clearedValue))
    if let bound = bounds[solverCase.market.name] { result.figures.append(("% of bound", outcome.clearedValue / bound * 100)) }
    report.results.append(result)
}
report.notes = [
    "One thread. Time is from registering the first offer to the last row of the result; drawing the offers is not included.",
    "brief ends when 90 % of the greatest possible value are proved to be cleared, improved when 99.9 % are, or after 60 s (600 s for ten "
        + "million offers).",
    "The bound is the least upper bound that a run proved for the market; the optimum is not greater.",
]
report.print()
