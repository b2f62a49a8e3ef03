import BenchmarkKit
import CircularTrade
import Foundation

/// Offers per second, peak memory and cleared value of the market solver, for the markets of the generator. Every case runs in
/// a process of its own (this executable again, with `--case N`), because peak memory is one of a process.
///
/// `--offers N` leaves out markets with more than about N offers.

/// The value after an option of the command line.
func option(_ name: String) -> Int? {
    guard let place = CommandLine.arguments.firstIndex(of: name), place + 1 < CommandLine.arguments.count else { return nil }
    return Int(CommandLine.arguments[place + 1])
}

if let number = option("--case") {
    guard SolverCase.all.indices.contains(number) else { fatalError("there is no case \(number)") }
    print(try SolverCase.all[number].run().line)
    exit(0)
}

/// Runs a case in a child process.
func runInChild(_ number: Int) throws -> SolverCase.Outcome {
    let child = Process()
    child.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    child.arguments = ["--case", String(number)]
    let pipe = Pipe()
    child.standardOutput = pipe
    try child.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    child.waitUntilExit()
    guard child.terminationStatus == 0, let outcome = SolverCase.Outcome(line: output) else {
        fatalError("case \(number) failed with status \(child.terminationStatus)")
    }
    return outcome
}

let greatest = option("--offers") ?? .max
var report = BenchmarkReport(name: "solver", parameters: [("generator", .text("gen-v1"))])
for (number, solverCase) in SolverCase.all.enumerated() where Int(solverCase.traders) / 2 * 7 <= greatest {
    let outcome = try runInChild(number)
    var result = BenchmarkReport.Case(name: solverCase.name, items: outcome.offers, seconds: outcome.seconds)
    result.cpuMillisecondsPerItem = [("node", outcome.cpuSeconds * 1000 / Double(outcome.offers))]
    result.residentMegabytes = outcome.peakBytes / 1_048_576
    report.results.append(result)
    report.parameters.append(("cleared value, \(solverCase.name)", .number(outcome.clearedValue)))
    if outcome.shareOfBound > 0 {
        report.parameters.append(("proved share of the optimum, \(solverCase.name)", .number(outcome.shareOfBound)))
    }
}
report.notes = [
    "One thread. Time is from registering the first offer to the last row of the result; drawing the offers is not included.",
    "The improving stage ends when so much of the optimum is proved to be cleared, or after 60 s (600 s for ten million offers).",
]
report.print()
