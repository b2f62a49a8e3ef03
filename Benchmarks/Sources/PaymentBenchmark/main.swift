import BenchmarkKit
import Demo
import Foundation

// Payments between wallets through everything: Web API, Creditors Agent, broker, accounting authority, and back.

let nodes = try Nodes(environment: ProcessInfo.processInfo.environment)
let names = ["creditors", "debtors", "sandbox", "trade-solver", "trade-worker", "postgres", "broker"]
let processes: [ProcessGroup] = try names.map { try .ofStack($0) }
let groups = processes + [.current(name: "client")]

/// One payment on a system that has nothing else to do: from the POST to the entry in the payee's log.
func latency(_ money: Circulation, payments: Int) async throws -> [Duration] {
    let (payer, payee) = (money.holders[0], money.holders[1].wallet)
    var balance = try await payee.balance(money.issuer.id)
    var latencies: [Duration] = []
    for _ in 0..<payments {
        let latest = try await payee.latestLogEntry()
        balance += 1
        let start = ContinuousClock.now
        _ = try await payer.wallet.order(PaymentOrder(to: money.holders[1].identity, amount: 1, note: "benchmark"))
        try await payee.awaitLoggedPrincipal(balance, of: money.issuer.id, after: latest)
        latencies.append(ContinuousClock.now - start)
    }
    return latencies
}

/// Everybody pays the next one, many at once; done when all ledgers have all entries.
func stream(_ money: Circulation, paymentsEach: Int) async throws {
    let holders = money.holders
    try await withThrowingTaskGroup(of: Void.self) { group in
        for (index, holder) in holders.enumerated() {
            let payee = holders[(index + 1) % holders.count].identity
            group.addTask { try await pay(from: holder.wallet, to: payee, in: money, payments: paymentsEach) }
        }
        try await group.waitForAll()
    }
}

/// The payments of one holder, ten at a time; at the end as many must have come in.
func pay(from wallet: Wallet, to payee: String, in money: Circulation, payments: Int) async throws {
    let first = try await nextEntry(of: wallet, in: money)
    var last = ""
    for number in 1...payments {
        let order = PaymentOrder(to: payee, amount: 1, note: "benchmark")
        _ = try await wallet.order(order)
        last = order.uuid
        guard number % 10 == 0 || number == payments else { continue }
        let outcome = try await wallet.awaitOutcome(of: last, seconds: 120, pause: .milliseconds(20))
        precondition(outcome.isSuccess, "a payment failed: \(outcome)")
    }
    try await untilTrue("all entries", seconds: 120, pause: .milliseconds(20)) {
        try await nextEntry(of: wallet, in: money) == first + Int64(2 * payments)
    }
}

func nextEntry(of wallet: Wallet, in money: Circulation) async throws -> Int64 {
    try await wallet.part("ledger", of: money.issuer.id).at("nextEntryId")?.int64 ?? 0
}

let pair = try await Circulation.create(on: nodes, holders: 2, each: 1_000_000)
_ = try await latency(pair, payments: 50)
let payments = 500
let measurement = Measurement.start(of: groups)
let latencies = try await latency(pair, payments: payments)
var report = BenchmarkReport(name: "payment", parameters: [("wallets", .integer(64))])
report.results.append(measurement.finish(case: "one at a time", items: payments, latencies: latencies))

let crowd = try await Circulation.create(on: nodes, holders: 64, each: 1_000_000)
try await stream(crowd, paymentsEach: 10)
let streaming = Measurement.start(of: groups)
try await stream(crowd, paymentsEach: 100)
report.results.append(streaming.finish(case: "64 payers at once", items: 6400))

// The same while people trade in every turn.
let trades = try await TradesBeside(on: nodes)
let task = Task { try await trades.run() }
try await untilTrue("a turn with trades", seconds: 120, pause: .milliseconds(50)) { await trades.turns > 0 }
let first = await trades.turns
let besideOne = Measurement.start(of: groups)
let besideLatencies = try await latency(pair, payments: payments)
report.results.append(besideOne.finish(case: "one at a time, beside trades", items: payments, latencies: besideLatencies))
let besideMany = Measurement.start(of: groups)
try await stream(crowd, paymentsEach: 100)
report.results.append(besideMany.finish(case: "64 payers at once, beside trades", items: 6400))
let turns = await trades.turns - first
task.cancel()

for money in [pair, crowd] {
    let sum = try await SandboxAuthority(nodes: nodes).accounts(of: money.issuer.id).reduce(0) { $0 + $1.principal }
    precondition(sum == 0, "money is conserved")
}
report.notes = [
    "Latency: from the POST of the transfer to the entry in the payee's log, which the client asks for again and again.",
    "Beside trades: 24 people trade in every turn of some seconds; \(turns) such turns ended meanwhile. Before, turns have no trades.",
    "At once: each wallet orders ten payments and waits for the last of them; done when all ledgers have all entries.",
]
report.print()
