import BenchmarkKit
import Foundation
import Logging
import Messaging
import Persistence

// What a whole turn costs a solver and a worker of Circular Trade: from wishes in the worker's database until everybody is paid and the
// turn is over. `scripts/bench turn 100000` measures another number of traders than the usual two.

let environment = ProcessInfo.processInfo.environment
guard let workerText = environment["WORKER_POSTGRES_URL"], let solverText = environment["SOLVER_POSTGRES_URL"],
    let brokerText = environment["PROTOCOL_BROKER_URL"]
else { fail("start this with scripts/bench turn") }

var logger = Logger(label: "bench")
logger.logLevel = .error
let worker = Database(url: try DatabaseURL(workerText), logger: logger)
let solver = Database(url: try DatabaseURL(solverText), logger: logger)
let authority = StubAuthority(broker: try BrokerURL(brokerText), logger: logger)
try await authority.start()
let answering = Task { try await authority.run() }

let asked = CommandLine.arguments.dropFirst().compactMap { Int($0) }
var report = BenchmarkReport(
    name: "turn", parameters: [("workers", .integer(1)), ("prefetch count", .integer(TurnRun.prefetchCount))])
for count in asked.isEmpty ? [1000, 10_000] : asked {
    let traders = Traders(count: count)
    var cases = try await TurnRun(traders: traders, worker: worker, solver: solver, authority: authority).run()
    let counts = authority.takeCounts()
    let (collected, dispatched) = (counts.commits[.collecting] ?? 0, counts.commits[.dispatching] ?? 0)
    guard collected > count / 2, dispatched > count / 2 else { fail("hardly anything was traded: \(counts)") }
    let last = cases.count - 1
    let seconds = cases[last].figures.first { $0.name == "all CPU s" }?.value ?? .nan
    cases[last].figures.append(
        ("public / ours", PublicNode.cpuSeconds / Double(PublicNode.traders) / (seconds / Double(count))))
    report.results += cases
    report.notes.append(
        """
        \(count) traders, \(traders.currencies) currencies: \(counts.preparations) transfers prepared, \(collected) collecting and \
        \(dispatched) dispatching ones committed, \(counts.dismissals) dismissed; \(counts.sent) messages from the authority, \
        \(counts.received) to it.
        """)
}
report.notes += [
    """
    The authority is part of this benchmark and its CPU is not counted. "public / ours" compares the CPU of node, PostgreSQL and broker \
    for each trader with that of the public implementation, which spends \(PublicNode.cpuSeconds) s on \(PublicNode.traders) traders \
    (the node alone \(PublicNode.cpuSecondsOfNode) s) and takes \(Int(PublicNode.megabytes)) MiB.
    """
]
report.print()
await authority.close()
try await answering.value
await worker.close()
await solver.close()
