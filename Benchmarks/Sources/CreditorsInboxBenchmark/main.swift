import BenchmarkKit
import Foundation
import Logging
import Messaging
import Persistence
import SMPProtocol

// How fast the Creditors Agent works off a full queue: from the broker into the database, everything included until the entries are in the
// ledger and in the log that wallets read, and the notifications for the trade service have been published.

let environment = ProcessInfo.processInfo.environment
guard let databaseText = environment["CREDITORS_POSTGRES_URL"], let brokerText = environment["PROTOCOL_BROKER_URL"] else {
    fatalError("start this with scripts/bench creditors-inbox")
}

var logger = Logger(label: "bench")
logger.logLevel = .error
let quiet = logger
let brokerURL = try BrokerURL(brokerText)
let database = Database(url: try DatabaseURL(databaseText), logger: quiet)
let firstCreditor = 0x0000_0101_0000_0000 + Int64.random(in: 1...1000) << 20
let accounts = Accounts(firstCreditor: firstCreditor)
try await accounts.create(in: database)

func now() -> Timestamp { Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)) }

func fill(_ queue: String, with bodies: [(type: String, body: [UInt8])]) async throws {
    let publisher = ConfirmingPublisher(.init(url: brokerURL), logger: quiet)
    for start in stride(from: 0, to: bodies.count, by: 5000) {
        let batch = bodies[start..<min(start + 5000, bodies.count)].map {
            OutgoingMessage(exchange: "", routingKey: queue, isMandatory: true, type: $0.type, appID: "bench", headers: [], body: $0.body)
        }
        let outcomes = try await publisher.publish(batch)
        precondition(outcomes.allSatisfy { $0.isConfirmed }, "the broker has not taken all messages")
    }
    await publisher.close()
}

/// Whether everything has been handled and sent: the last message of the queue has left its mark, and the outbox is empty.
func isDone(_ last: Accounts.Key, _ mark: Statement, _ value: Int64) async throws -> Bool {
    let rows = try await database.query(mark, last.creditor, last.debtor)
    guard let row = rows.first, try row[0] as Int64 >= value else { return false }
    return try await !database.query("SELECT EXISTS (SELECT FROM outbox_message)")[0].decode(0)
}

let updateMark = Statement(
    "mark.update", "SELECT last_change_seqnum::bigint FROM account_data WHERE creditor_id = $1 AND debtor_id = $2")
let transferMark = Statement(
    "mark.transfer", "SELECT ledger_last_transfer_number FROM account_data WHERE creditor_id = $1 AND debtor_id = $2")

/// Fills a queue, then measures how long the node needs for it.
func measure(
    _ name: String, prefetchCount: Int, messages: [(type: String, body: [UInt8])], mark: Statement, last: Accounts.Key, value: Int64
) async throws -> BenchmarkReport.Case {
    let queue = "bench-creditors-\(firstCreditor)-\(name.filter { $0.isLetter || $0.isNumber })"
    let commands = BrokerCommands(url: brokerURL, logger: quiet)
    try await commands.declare(Topology(queues: [.init(queue, arguments: [Field("x-queue-type", "quorum")])]))
    try await fill(queue, with: messages)
    let consumer = try NodeProcess(
        of: "creditors",
        ["consume_messages", "--queue", queue, "--prefetch-count", String(prefetchCount), "--processes", "1", "--threads", "1"],
        environment: ["APP_LOG_LEVEL": "error"])
    let groups = [
        ProcessGroup(name: "node", pids: [consumer.pid]), try .ofStack("creditors", name: "flusher"), try .ofStack("postgres"),
        try .ofStack("broker"),
    ]
    let measurement = Measurement.start(of: groups)
    while try await !isDone(last, mark, value) { try await Task.sleep(for: .milliseconds(20)) }
    let result = measurement.finish(case: name, items: messages.count)
    consumer.stop()
    return result
}

var report = BenchmarkReport(
    name: "creditors-inbox",
    parameters: [
        ("accounts", .integer(Accounts.count)), ("workers", .integer(1)),
        ("AccountUpdate bytes", .integer(accounts.update(0, round: 1, now: now()).encoded().count)),
        ("AccountTransfer bytes", .integer(accounts.transfer(0, transferNumber: 1, now: now()).encoded().count)),
    ])
let plan = [(1, 2000), (10, 10_000), (100, 20_000), (1000, 40_000)]
var round = 0
for (prefetchCount, count) in [(1000, 20_000)] + plan {
    let first = round + 1
    round += (count + Accounts.count - 1) / Accounts.count
    let moment = now()
    let messages = (0..<count).map { number in
        (type: "AccountUpdate", body: accounts.update(number, round: first + number / Accounts.count, now: moment).encoded())
    }
    let result = try await measure(
        "AccountUpdate, prefetch \(prefetchCount)\(first == 1 ? ", warm-up" : "")", prefetchCount: prefetchCount, messages: messages,
        mark: updateMark,
        last: accounts.key(count - 1), value: Int64(first + (count - 1) / Accounts.count))
    if first > 1 { report.results.append(result) }
}
var nextTransfer = [Int64](repeating: 1, count: Accounts.count)
for (prefetchCount, count) in plan {
    let moment = now()
    var lastNumber: Int64 = 0
    let messages = (0..<count).map { number -> (type: String, body: [UInt8]) in
        let place = number % Accounts.count
        lastNumber = nextTransfer[place]
        nextTransfer[place] += 1
        return ("AccountTransfer", accounts.transfer(number, transferNumber: lastNumber, now: moment).encoded())
    }
    report.results.append(
        try await measure(
            "AccountTransfer, prefetch \(prefetchCount)", prefetchCount: prefetchCount, messages: messages, mark: transferMark,
            last: accounts.key(count - 1), value: lastNumber))
}
report.notes = [
    "\"node\" is the consumer, and resident its memory; \"flusher\" is the process of the stack, which publishes an UpdatedLedger for each "
        + "AccountTransfer.",
    "The public implementation spends, of its own CPU: per AccountUpdate 7.5 ms (PostgreSQL 1.5, broker 0.7), per AccountTransfer 7.7 ms "
        + "(1.3, 0.7) and another 1.8 ms in its ledger job.",
]
report.print()
await database.close()
