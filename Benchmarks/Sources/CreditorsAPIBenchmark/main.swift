import BenchmarkKit
import Foundation

// Requests of wallets against the running node, with token checks, as they come through one keep-alive connection per wallet.

guard let text = ProcessInfo.processInfo.environment["CREDITORS_URL"], let url = URLComponents(string: text), let port = url.port else {
    fatalError("start this with scripts/bench creditors-api")
}

let load = Load(host: url.host == "localhost" ? "127.0.0.1" : url.host ?? "127.0.0.1", port: UInt16(port), wallets: 16)
let first = 0x0000_0101_0000_0000 + Int64.random(in: 1...1000) << 20
let creditors = 200
let superuser = "creditors-superuser"

@Sendable func creditor(_ number: Int) -> Int64 { first + Int64(number % creditors) }
@Sendable func token(_ number: Int) -> String { "creditors:\(creditor(number))" }
@Sendable func path(_ number: Int, _ rest: String) -> String { "/creditors/\(creditor(number))/\(rest)" }

// Each creditor gets accounts with five debtors, and a log of about a page.
_ = load.run(creditors, status: 200) { .init(method: "POST", path: path($0, "activate"), token: superuser, body: "{}") }
_ = load.run(creditors * 5, status: 201) { number in
    .init(method: "POST", path: path(number, "accounts/"), token: token(number), body: "{\"uri\":\"swpt:\(number / creditors + 1)\"}")
}
_ = load.run(creditors * 20, status: 201) { transfer($0, salt: 1) }

@Sendable func transfer(_ number: Int, salt: UInt64) -> Load.Request {
    let uuid = String(format: "5d2f1c1e-7a3b-4f53-%04x-%012x", Int(salt) & 0xffff, number)
    return .init(
        method: "POST", path: path(number, "transfers/"), token: token(number),
        body: "{\"transferUuid\":\"\(uuid)\",\"recipient\":{\"uri\":\"swpt:1/alice\"},\"amount\":1500,\"note\":\"April rent\"}")
}

func measure(_ name: String, _ count: Int, status: Int, _ request: @escaping @Sendable (Int) -> Load.Request) throws -> BenchmarkReport.Case {
    let measurement = Measurement.start(of: [try .ofStack("creditors", name: "node"), try .ofStack("postgres")])
    let latencies = load.run(count, status: status, request)
    return measurement.finish(case: name, items: count, latencies: latencies)
}

var report = BenchmarkReport(
    name: "creditors-api", parameters: [("creditors", .integer(creditors)), ("accounts each", .integer(5)), ("connections", .integer(load.wallets))])
report.results = [
    try measure("GET wallet", 20_000, status: 200) { .init(method: "GET", path: path($0, "wallet"), token: token($0)) },
    try measure("GET account", 20_000, status: 200) { .init(method: "GET", path: path($0, "accounts/1/"), token: token($0)) },
    try measure("GET log page", 10_000, status: 200) { .init(method: "GET", path: path($0, "log?prev=5"), token: token($0)) },
    try measure("POST transfer", 10_000, status: 201) { transfer($0, salt: 2) },
]
report.notes = [
    "Token introspection is cached after the first request of each creditor. POST transfer includes publishing its PrepareTransfer.",
    "The public implementation spends, of its own CPU: GET wallet 6.7 ms, GET account 14.3 ms, POST transfer 21.5 ms.",
]
report.print()
