import BenchmarkKit
import Foundation
import Logging
import Messaging
import NodeKit
import Persistence
import SMPProtocol

// How fast waiting messages leave the outbox, through the real broker (a quorum queue, confirms) and the real database (fsync on).

let environment = ProcessInfo.processInfo.environment
guard let serverText = environment["TEST_POSTGRES_URL"], let brokerText = environment["PROTOCOL_BROKER_URL"] else {
    fatalError("start this with scripts/bench outbox")
}

var logger = Logger(label: "bench")
logger.logLevel = .error
let quiet = logger
let brokerURL = try BrokerURL(brokerText)
let server = Database(url: try DatabaseURL(serverText), logger: quiet)
try await server.administer("CREATE DATABASE bench_outbox")
let database = Database(url: try DatabaseURL(serverText).withDatabase("bench_outbox"), logger: quiet)
try await database.transaction { tx in try tx.script("outbox", Outbox.schema) }

/// Messages like those of real payments.
func messages(_ count: Int) -> [OutboxMessage] {
    (1...count).map { number in
        OutboxMessage(
            FinalizeTransfer(
                transferNoteFormat: "", transferNote: "Thank you for the coffee.", debtorID: DebtorID(Int64(number % 1000)),
                creditorID: 1_103_806_595_073,
                coordinatorType: .direct, coordinatorID: 1_103_806_595_073, coordinatorRequestID: CoordinatorRequestID(Int64(number)),
                transferID: TransferID(Int64(number)), committedAmount: 1000, ts: Timestamp(seconds: 1_700_000_000)))
    }
}

/// Records the messages, then measures how long a flusher needs for them.
func measure(burstCount: Int, count: Int) async throws -> BenchmarkReport.Case {
    let queue = "bench-outbox-\(burstCount)"
    let commands = BrokerCommands(url: brokerURL, logger: quiet)
    try await commands.declare(
        Topology(
            exchanges: [.init("creditors_out", .topic, arguments: [Field("alternate-exchange", "ca.loopback_filter")])],
            queues: [.init(queue, arguments: [Field("x-queue-type", "quorum")])],
            queueBindings: [.init(queue, to: "creditors_out", routingKey: "#")]))
    for chunk in stride(from: 0, to: count, by: 10_000) {
        let part = messages(min(10_000, count - chunk))
        try await database.transaction { tx in Outbox.append(part, in: tx) }
    }
    let flusher = OutboxFlusher(
        .init(
            node: .creditors, publisher: .init(url: brokerURL), kinds: [.finalizeTransfer], burstCount: burstCount, shard: .whole,
            quitsEarly: true),
        database: database, wakeUp: WakeUp(), logger: quiet)
    let measurement = Measurement.start(of: [.current(name: "node"), try .ofStack("postgres"), try .ofStack("broker")])
    try await flusher.run()
    let result = measurement.finish(case: "batches of \(burstCount)", items: count)
    let left: Int64 = try await database.query("SELECT count(*) FROM outbox_message")[0].decode(0)
    let arrived = try await commands.status(ofQueue: queue)?.readyMessages
    precondition(left == 0 && arrived == count, "\(left) messages are left, \(arrived ?? -1) have arrived")
    return result
}

_ = try await measure(burstCount: 500, count: 2000)  // warms up the connections and the broker
var report = BenchmarkReport(
    name: "outbox", parameters: [("flushers", .integer(1)), ("message bytes", .integer(messages(1)[0].body.count))])
for (burstCount, count) in [(1, 2000), (10, 10_000), (100, 50_000), (1000, 100_000)] {
    report.results.append(try await measure(burstCount: burstCount, count: count))
}
report.notes = [
    "Small batches wait for fsync, once in the broker and once in PostgreSQL for each batch; large ones are limited by the broker."
]
report.print()
await database.close()
try await server.administer("DROP DATABASE bench_outbox WITH (FORCE)")
await server.close()
