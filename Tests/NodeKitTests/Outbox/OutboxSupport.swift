import Logging
import Messaging
import Persistence
import SMPProtocol
import TestSupport

@testable import NodeKit

/// What the tests of the outbox share: messages to debtors that no other test knows, and a flusher for them.
enum OutboxSupport {
    static let migrations = [Migration(number: 1, name: "outbox", sql: Outbox.schema)]

    static func randomDebtor() -> DebtorID { DebtorID(Int64.random(in: Int64.min...Int64.max)) }

    static func finalization(_ debtorID: DebtorID, _ number: Int64) -> OutboxMessage {
        OutboxMessage(
            FinalizeTransfer(
                transferNoteFormat: "", transferNote: "", debtorID: debtorID, creditorID: 5, coordinatorType: .direct, coordinatorID: 5,
                coordinatorRequestID: CoordinatorRequestID(number), transferID: TransferID(number), committedAmount: 0,
                ts: Timestamp(seconds: 1_700_000_000)))
    }

    /// Declares the exchange as `subscribe` does, and gives the debtor a peer: a queue.
    static func peer(of debtorID: DebtorID, at broker: TestBroker) async throws -> String {
        let queue = try await broker.queue()
        try await bind(queue, to: debtorID, at: broker)
        return queue
    }

    static func bind(_ queue: String, to debtorID: DebtorID, at broker: TestBroker) async throws {
        try await broker.commands.declare(
            Topology(
                exchanges: [.init("creditors_out", .topic, arguments: [Field("alternate-exchange", "ca.loopback_filter")])],
                queueBindings: [.init(queue, to: "creditors_out", routingKey: RoutingKey.hex(debtorID))]))
    }

    static func flusher(
        _ database: Database, _ broker: TestBroker, wakeUp: WakeUp = WakeUp(), burstCount: Int = 5000, processes: Int = 1,
        periodSeconds: Double = 3600, shard: OutboxShard = .whole, quitsEarly: Bool = false,
        logger: Logger? = nil
    ) -> OutboxFlusher {
        OutboxFlusher(
            .init(
                node: .creditors, publisher: .init(url: broker.url), kinds: [.configureAccount, .prepareTransfer, .finalizeTransfer],
                burstCount: burstCount, processes: processes, periodSeconds: periodSeconds, shard: shard, quitsEarly: quitsEarly,
                backoff: Backoff(initialSeconds: 0.05, maximumSeconds: 1)),
            database: database, wakeUp: wakeUp, logger: logger ?? broker.logger)
    }

    static func record(_ messages: [OutboxMessage], in database: Database) async throws {
        try await database.transaction { tx in Outbox.append(messages, in: tx) }
    }

    static func waiting(in database: Database) async throws -> Int64 {
        try await database.query("SELECT count(*) FROM outbox_message")[0].decode(0)
    }

    /// The request IDs of the messages that arrive, until so many have come.
    static func received(_ count: Int, from queue: String, at broker: TestBroker) async throws -> [Int64] {
        let consumer = BatchConsumer(.init(url: broker.url, queue: queue, prefetchCount: 1000), logger: broker.logger)
        try await consumer.start()
        var numbers: [Int64] = []
        while numbers.count < count, let batch = try await consumer.nextBatch() {
            numbers += try batch.map { try FinalizeTransfer(json: $0.body).coordinatorRequestID.rawValue }
            consumer.acknowledge(batch)
        }
        await consumer.close()
        return numbers
    }
}
