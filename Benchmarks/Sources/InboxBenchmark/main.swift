import BenchmarkKit
import Foundation
import Logging
import Messaging
import NodeKit
import Persistence
import SMPProtocol
import ServiceLifecycle

// How fast messages come from a full queue into the database, through the real broker (a quorum queue) and the real database (fsync on).

let environment = ProcessInfo.processInfo.environment
guard let serverText = environment["TEST_POSTGRES_URL"], let brokerText = environment["PROTOCOL_BROKER_URL"] else {
    fail("start this with scripts/bench inbox")
}

var logger = Logger(label: "bench")
logger.logLevel = .error
let quiet = logger
let accounts: Int64 = 20_000
let brokerURL = try BrokerURL(brokerText)
let server = Database(url: try DatabaseURL(serverText), logger: quiet)
try await server.administer("CREATE DATABASE bench_inbox")
let database = Database(url: try DatabaseURL(serverText).withDatabase("bench_inbox"), logger: quiet)
try await database.transaction { tx in try tx.script("account", MinimalHandler.schema) }

func update(_ number: Int) -> AccountUpdate {
    AccountUpdate(
        debtorID: DebtorID(Int64(number) * 7919 % accounts), creditorID: 1_103_806_595_073, creationDate: .epoch,
        lastChangeTs: Timestamp(rawValue: 1_700_000_000_000_000 + Int64(number)), lastChangeSeqnum: SequenceNumber(Int32(number)),
        principal: Int64(number),
        interest: 12.5, interestRate: 1.5, lastInterestRateChangeTs: .epoch, lastConfigTs: .epoch, lastConfigSeqnum: 1,
        negligibleAmount: 100,
        configFlags: 0, configData: "", accountID: AccountID("1103806595073")!, debtorInfoIRI: "https://example.com/debtor-info",
        debtorInfoContentType: "application/vnd.swaptacular.coin-info+json", debtorInfoSHA256: String(repeating: "AB", count: 32),
        lastTransferNumber: 5, lastTransferCommittedAt: .epoch, demurrageRate: -50, commitPeriod: 7_776_000, transferNoteMaxBytes: 500,
        ts: Timestamp(seconds: 1_700_000_000), ttl: 604_800)
}

func fill(_ queue: String, count: Int) async throws {
    let publisher = ConfirmingPublisher(.init(url: brokerURL), logger: quiet)
    for start in stride(from: 0, to: count, by: 5000) {
        let batch = (start..<min(start + 5000, count)).map { number in
            OutgoingMessage(
                exchange: "", routingKey: queue, isMandatory: true, type: "AccountUpdate", appID: "bench", headers: [],
                body: update(number).encoded())
        }
        let outcomes = try await publisher.publish(batch)
        precondition(outcomes.allSatisfy { $0.isConfirmed })
    }
    await publisher.close()
}

/// Fills a queue, then measures how long an inbox needs for it.
func measure(prefetchCount: Int, count: Int) async throws -> BenchmarkReport.Case {
    let queue = "bench-inbox-\(prefetchCount)"
    let commands = BrokerCommands(url: brokerURL, logger: quiet)
    try await commands.declare(Topology(queues: [.init(queue, arguments: [Field("x-queue-type", "quorum")])]))
    try await fill(queue, count: count)
    let handler = MinimalHandler(database: database, expected: count)
    let inbox = Inbox(
        .init(consumer: .init(url: brokerURL, queue: queue, prefetchCount: prefetchCount), workers: 1), handler: handler, logger: quiet)
    let group = ServiceGroup(services: [inbox], logger: quiet)
    let measurement = Measurement.start(of: [.current(name: "node"), try .ofStack("postgres"), try .ofStack("broker")])
    async let running: Void = group.run()
    await handler.wait()
    let result = measurement.finish(case: "prefetch \(prefetchCount)", items: count)
    await group.triggerGracefulShutdown()
    try await running
    return result
}

_ = try await measure(prefetchCount: 500, count: 20_000)  // makes the accounts and warms up
var report = BenchmarkReport(
    name: "inbox",
    parameters: [("workers", .integer(1)), ("accounts", .integer(Int(accounts))), ("message bytes", .integer(update(1).encoded().count))])
for (prefetchCount, count) in [(1, 3000), (10, 20_000), (100, 50_000), (1000, 100_000)] {
    report.results.append(try await measure(prefetchCount: prefetchCount, count: count))
}
report.notes = [
    "Each batch is one transaction. Small batches wait for its fsync; large ones are limited by the CPU that all processes share."
]
report.print()
await database.close()
try await server.administer("DROP DATABASE bench_inbox WITH (FORCE)")
await server.close()
