import BenchmarkKit
import Foundation

// Requests of issuers and readers against the running node, with token checks, over connections that are kept alive.

let environment = ProcessInfo.processInfo.environment
guard let url = environment["DEBTORS_URL"], let brokerURL = environment["PROTOCOL_BROKER_URL"],
    let sandbox = environment["SANDBOX_URL"].flatMap({ HTTPLoad(url: $0, connections: 1) })
else {
    fail("start this with scripts/bench debtors-api")
}
let idleMegabytes = try ProcessGroup.ofStack("debtors", name: "node").peakResidentMegabytes
let issuers = Issuers(count: 250, url: url)

func measure(_ name: String, _ count: Int, _ connections: Int, status: Int, _ request: @escaping @Sendable (Int) -> HTTPLoad.Request) throws
    -> BenchmarkReport.Case
{
    let load = HTTPLoad(url: url, connections: connections)!
    let measurement = Measurement.start(of: [try .ofStack("debtors", name: "node"), try .ofStack("postgres"), try .ofStack("broker")])
    let latencies = load.run(count, status: status, request)
    return measurement.finish(case: "\(name), \(connections)×", items: count, latencies: latencies)
}

/// Whether the accounting authority takes no messages: then nobody answers, and requests are measured alone.
func setAuthority(isPaused: Bool) {
    sandbox.run(1, status: 204) { _ in .init("PUT", "/peers/debtors", token: nil, body: "{\"isPaused\":\(isPaused)}") }
}

var report = BenchmarkReport(
    name: "debtors-api",
    parameters: [("debtors", .integer(issuers.count)), ("resident MB before the first request", .number(idleMegabytes))])
report.results = [
    try measure("transfer, from POST to its outcome", 10_000, 32, status: 201) { issuers.postTransfer($0, series: 0) }
]
setAuthority(isPaused: true)
for connections in [1, 32] {
    let many = connections == 1 ? 5_000 : 20_000
    report.results += [
        try measure("GET debtor", many, connections, status: 200) { issuers.getDebtor($0) },
        try measure("GET document", many, connections, status: 200) { issuers.getDocument($0) },
        try measure("POST transfer", many, connections, status: 201) { issuers.postTransfer($0, series: connections) },
    ]
}

let measurement = Measurement.start(of: [try .ofStack("debtors", name: "node")])
let latencies = try await Promptness(url: url, brokerURL: brokerURL, issuers: issuers).measure(100)
report.results.append(measurement.finish(case: "PrepareTransfer on an idle system", items: latencies.count, latencies: latencies))
let prompt = latencies.count { $0 <= .milliseconds(50) }
report.notes = [
    "N×: so many connections. Tokens are asked about once; then the answer is remembered.",
    "A transfer from POST to its outcome is four messages: two sent, two handled. POST transfer includes publishing its PrepareTransfer, "
        + "which nobody answers.",
    "The public implementation spends, of its own CPU: GET debtor 5.4 ms, POST transfer 10.0 ms; PostgreSQL 0.5 and 1.4 ms beside it.",
    "PrepareTransfer on an idle system: from sending the POST until the broker has delivered the message; between two of them the system "
        + "sleeps. \(prompt) of \(latencies.count) within 50 ms.",
    "Resident: the peak of the whole process (`all`) since its start.",
]
report.print()
