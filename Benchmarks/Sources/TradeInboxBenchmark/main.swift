import BenchmarkKit
import Foundation
import InboxLoads
import Logging
import Messaging
import Persistence

// How fast a worker of Circular Trade works off a full queue, beside the Creditors Agent on the same machine.

let environment = ProcessInfo.processInfo.environment
guard let workerText = environment["WORKER_POSTGRES_URL"], let creditorsText = environment["CREDITORS_POSTGRES_URL"],
    let brokerText = environment["PROTOCOL_BROKER_URL"]
else { fail("start this with scripts/bench trade-inbox") }

var logger = Logger(label: "bench")
logger.logLevel = .error
let run = QueueRun(broker: try BrokerURL(brokerText), logger: logger)
let worker = Database(url: try DatabaseURL(workerText), logger: logger)
let agent = Database(url: try DatabaseURL(creditorsText), logger: logger)
let trade = try await TradeLoad(run, database: worker)
let creditors = try await CreditorsLoad(run, database: agent)
// These make the rows, and warm up.
_ = try await trade.ledgers((1000, Market.accounts))
_ = try await creditors.updates((1000, Market.accounts))

let steps: [QueueRun.Step] = [(1, 2000), (10, 10_000), (100, 20_000), (1000, 40_000)]
var report = BenchmarkReport(
    name: "trade-inbox",
    parameters: [("workers", .integer(1)), ("traders' accounts", .integer(Market.accounts))] + creditors.parameters)
for step in steps { report.results.append(try await trade.policies(step)) }
for step in steps { report.results.append(try await trade.ledgers(step)) }
for step in steps { report.results.append(try await trade.offers((step.prefetchCount, min(step.count, Market.accounts)))) }
for step in steps { report.results.append(try await trade.transfers(step)) }
// From here on the worker would handle the agent's notifications, and share the processors with it.
try StackControl.run("trade", "stop")
for step in steps.suffix(2) {
    for result in [try await creditors.updates(step), try await creditors.transfers(step)] {
        var named = result
        named.name = "creditors: \(named.name)"
        report.results.append(named)
    }
}
report.notes = [
    "\"node\" is the consumer, and resident its memory; \"flusher\" is the process of the stack, which publishes what follows: a "
        + "PrepareTransfer for each CandidateOffer, and an UpdatedLedger for each AccountTransfer of the Creditors Agent.",
    "A worker's AccountTransfers come in pairs: one frees the lock of a seller, the other is what his collector has waited for.",
]
report.print()
await worker.close()
await agent.close()
