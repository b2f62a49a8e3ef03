import BenchmarkKit
import Foundation

// Requests of wallets against the running node, with token checks, as they come through one keep-alive connection per wallet.

guard let load = ProcessInfo.processInfo.environment["CREDITORS_URL"].flatMap({ HTTPLoad(url: $0, connections: 16) }) else {
    fail("start this with scripts/bench creditors-api")
}

let first = 0x0000_0101_0000_0000 + Int64.random(in: 1...1000) << 20
let creditors = 200
let superuser = "creditors-superuser"

@Sendable func creditor(_ number: Int) -> Int64 { first + Int64(number % creditors) }
@Sendable func token(_ number: Int) -> String { "creditors:\(creditor(number))" }
@Sendable func path(_ number: Int, _ rest: String) -> String { "/creditors/\(creditor(number))/\(rest)" }

// Each creditor gets accounts with five debtors, and a log of about a page.
load.run(creditors, status: 200) { .init("POST", path($0, "activate"), token: superuser, body: "{}") }
load.run(creditors * 5, status: 201) { number in
    .init("POST", path(number, "accounts/"), token: token(number), body: "{\"uri\":\"swpt:\(number / creditors + 1)\"}")
}
load.run(creditors * 20, status: 201) { transfer($0, salt: 1) }

@Sendable func transfer(_ number: Int, salt: UInt64) -> HTTPLoad.Request {
    let uuid = String(format: "5d2f1c1e-7a3b-4f53-%04x-%012x", Int(salt) & 0xffff, number)
    return .init(
        "POST", path(number, "transfers/"), token: token(number),
        body: "{\"transferUuid\":\"\(uuid)\",\"recipient\":{\"uri\":\"swpt:1/alice\"},\"amount\":1500,\"note\":\"April rent\"}")
}

func measure(_ name: String, _ count: Int, status: Int, _ request: @escaping @Sendable (Int) -> HTTPLoad.Request) throws
    -> BenchmarkReport.Case
{
    let measurement = Measurement.start(of: [try .ofStack("creditors", name: "node"), try .ofStack("postgres")])
    let latencies = load.run(count, status: status, request)
    return measurement.finish(case: name, items: count, latencies: latencies)
}

var report = BenchmarkReport(
    name: "creditors-api",
    parameters: [("creditors", .integer(creditors)), ("accounts each", .integer(5)), ("connections", .integer(load.connections))])
report.results = [
    try measure("GET wallet", 20_000, status: 200) { .init("GET", path($0, "wallet"), token: token($0)) },
    try measure("GET account", 20_000, status: 200) { .init("GET", path($0, "accounts/1/"), token: token($0)) },
    try measure("GET log page", 10_000, status: 200) { .init("GET", path($0, "log?prev=5"), token: token($0)) },
    try measure("POST transfer", 10_000, status: 201) { transfer($0, salt: 2) },
]
report.notes = [
    "Token introspection is cached after the first request of each creditor. POST transfer includes publishing its PrepareTransfer.",
    "The public implementation spends, of its own CPU: GET wallet 6.7 ms, GET account 14.3 ms, POST transfer 21.5 ms.",
]
report.print()
