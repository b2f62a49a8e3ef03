import BenchmarkKit
import Demo
import Foundation
import SMPProtocol

// A turn of Circular Trade through everything: how long after the end of phase 2 the last buyer's wallet has heard of its money.

let environment = ProcessInfo.processInfo.environment
let nodes = try Nodes(environment: environment)
let sizes = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let groups: [ProcessGroup] = try ["trade-solver", "trade-worker", "creditors", "sandbox", "postgres", "broker"].map { try .ofStack($0) }
var report = BenchmarkReport(name: "network-turn", parameters: [("currencies", .integer(TurnRun.currencies))])
report.results = try await StackDatabases.with(environment: environment) { databases in
    let solver = try SolverControl(environment: environment)
    var results: [BenchmarkReport.Case] = []
    for traders in sizes.isEmpty ? [60, 1000] : sizes {
        results.append(try await TurnRun(nodes: nodes, databases: databases, solver: solver, traders: traders).measure(groups))
    }
    return results
}
report.notes = [
    "Each trader has one currency and wants another one, in circles of three. Items are the buyers.",
    "Seconds, and \"to the last buyer\": from the deadline of phase 2 to the entry in the ledger of the last buyer, which his wallet sees.",
    "\"to the trades\": from the deadline until the solver has written who gives and who gets how much.",
]
report.print()
