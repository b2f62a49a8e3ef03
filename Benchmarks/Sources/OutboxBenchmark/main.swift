import BenchmarkKit
import Foundation
import Logging
import Messaging
import NodeKit
import Persistence
import SMPProtocol

// How fast waiting messages leave the outbox, through the real broker (a quorum queue, confirms) and the real database (fsync on), alone
// and beside hundreds of thousands that cannot leave.

let environment = ProcessInfo.processInfo.environment
guard let serverText = environment["TEST_POSTGRES_URL"], let brokerText = environment["PROTOCOL_BROKER_URL"] else {
    fail("start this with scripts/bench outbox")
}

var logger = Logger(label: "bench")
logger.logLevel = .error
let quiet = logger
let server = Database(url: try DatabaseURL(serverText), logger: quiet)
try await server.administer("CREATE DATABASE bench_outbox")
let database = Database(url: try DatabaseURL(serverText).withDatabase("bench_outbox"), logger: quiet)
try await database.transaction { tx in try tx.script("outbox", Outbox.schema) }

let bench = OutboxBench(database: database, brokerURL: try BrokerURL(brokerText), logger: quiet)
_ = try await bench.measure("warming up", burstCount: 500, count: 2000)

var report = BenchmarkReport(
    name: "outbox", parameters: [("flushers", .integer(1)), ("message bytes", .integer(OutboxBench.messages(1)[0].body.count))])
for (burstCount, count) in [(1, 2000), (10, 10_000), (100, 50_000), (1000, 100_000)] {
    report.results.append(try await bench.measure("batches of \(burstCount)", burstCount: burstCount, count: count))
}
for obstacle in OutboxBench.Obstacle.allCases {
    try await bench.put(obstacle)
    for (burstCount, count) in [(1, 500), (100, 20_000)] {
        report.results.append(
            try await bench.measure("batches of \(burstCount), beside \(obstacle.rawValue)", burstCount: burstCount, count: count))
    }
    try await bench.clear()
}
report.notes = [
    "Small batches wait for fsync, once in the broker and once in PostgreSQL for each batch; large ones are limited by the broker."
]
report.print()
await database.close()
try await server.administer("DROP DATABASE bench_outbox WITH (FORCE)")
await server.close()
