import BenchmarkKit
import Foundation
import InboxLoads
import Logging
import Messaging
import Persistence

// How fast the Creditors Agent works off a full queue.

let environment = ProcessInfo.processInfo.environment
guard let databaseText = environment["CREDITORS_POSTGRES_URL"], let brokerText = environment["PROTOCOL_BROKER_URL"] else {
    fail("start this with scripts/bench creditors-inbox")
}

var logger = Logger(label: "bench")
logger.logLevel = .error
let database = Database(url: try DatabaseURL(databaseText), logger: logger)
let load = try await CreditorsLoad(QueueRun(broker: try BrokerURL(brokerText), logger: logger), database: database)
_ = try await load.updates((1000, 20_000))  // warms up

var report = BenchmarkReport(name: "creditors-inbox", parameters: [("workers", .integer(1))] + load.parameters)
let steps: [QueueRun.Step] = [(1, 2000), (10, 10_000), (100, 20_000), (1000, 40_000)]
for step in steps { report.results.append(try await load.updates(step)) }
for step in steps { report.results.append(try await load.transfers(step)) }
report.notes = [
    "\"node\" is the consumer, and resident its memory; \"flusher\" is the process of the stack, which publishes an UpdatedLedger for each "
        + "AccountTransfer.",
    "The public implementation spends, of its own CPU: per AccountUpdate 7.5 ms (PostgreSQL 1.5, broker 0.7), per AccountTransfer 7.7 ms "
        + "(1.3, 0.7) and another 1.8 ms in its ledger job.",
]
report.print()
await database.close()
