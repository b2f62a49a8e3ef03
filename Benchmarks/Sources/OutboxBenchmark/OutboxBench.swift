import BenchmarkKit
import Logging
import Messaging
import NodeKit
import Persistence
import SMPProtocol

/// Fills an outbox, and measures how long a flusher needs to empty it.
struct OutboxBench {
    let database: Database
    let brokerURL: BrokerURL
    let logger: Logger

    /// What waits in the same table and cannot leave.
    enum Obstacle: String, CaseIterable {
        case postponed = "300,000 postponed ones"
        case otherBroker = "300,000 for a broker that is away"

        /// Puts the rows there, without the client.
        var sql: Statement {
            switch self {
            case .postponed:
                """
                INSERT INTO outbox_message (kind, debtor_id, creditor_id, body, attempts, retry_at)
                SELECT 4, n, 1, decode(repeat('78', 300), 'hex'), 5, now() + interval '1 day' FROM generate_series(1, 300000) AS n
                """
            case .otherBroker:
                """
                INSERT INTO outbox_message (kind, debtor_id, creditor_id, body)
                SELECT 13, n, 1, decode(repeat('78', 300), 'hex') FROM generate_series(1, 300000) AS n
                """
            }
        }
    }

    /// Messages like those of real payments.
    static func messages(_ count: Int) -> [OutboxMessage] {
        (1...count).map { number in
            OutboxMessage(
                FinalizeTransfer(
                    transferNoteFormat: "", transferNote: "Thank you for the coffee.", debtorID: DebtorID(Int64(number % 1000)),
                    creditorID: 1_103_806_595_073, coordinatorType: .direct, coordinatorID: 1_103_806_595_073,
                    coordinatorRequestID: CoordinatorRequestID(Int64(number)), transferID: TransferID(Int64(number)), committedAmount: 1000,
                    ts: Timestamp(seconds: 1_700_000_000)))
        }
    }

    func put(_ obstacle: Obstacle) async throws {
        try await database.execute(obstacle.sql)
        try await database.administer("VACUUM ANALYZE outbox_message")
    }

    func clear() async throws {
        try await database.execute("TRUNCATE outbox_message")
    }

    /// Records the messages, then measures how long a flusher needs for them.
    func measure(_ name: String, burstCount: Int, count: Int) async throws -> BenchmarkReport.Case {
        let queue = "bench-outbox \(name)"
        let binding = Topology.QueueBinding(queue, to: "creditors_out", routingKey: "#")
        let commands = BrokerCommands(url: brokerURL, logger: logger)
        try await commands.declare(
            Topology(
                exchanges: [.init("creditors_out", .topic, arguments: [Field("alternate-exchange", "ca.loopback_filter")])],
                queues: [.init(queue, arguments: [Field("x-queue-type", "quorum")])],
                queueBindings: [binding]))
        let before = try await rowCount()
        for chunk in stride(from: 0, to: count, by: 10_000) {
            let part = Self.messages(min(10_000, count - chunk))
            try await database.transaction { tx in Outbox.append(part, in: tx) }
        }
        let flusher = OutboxFlusher(
            .init(
                node: .creditors, publisher: .init(url: brokerURL), kinds: [.finalizeTransfer], burstCount: burstCount, shard: .whole,
                quitsEarly: true),
            database: database, wakeUp: WakeUp(), logger: logger)
        let measurement = Measurement.start(of: [.current(name: "node"), try .ofStack("postgres"), try .ofStack("broker")])
        try await flusher.run()
        let result = measurement.finish(case: name, items: count)
        let left = try await rowCount() - before
        let arrived = try await commands.status(ofQueue: queue)?.readyMessages
        precondition(left == 0 && arrived == count, "\(left) messages are left, \(arrived ?? -1) have arrived")
        // The next case is not to fill this queue, too.
        try await commands.remove([binding])
        return result
    }

    private func rowCount() async throws -> Int64 {
        try await database.query("SELECT count(*) FROM outbox_message")[0].decode(0)
    }
}
