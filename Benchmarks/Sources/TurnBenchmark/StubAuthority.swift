import BenchmarkKit
import Foundation
import Logging
import Messaging
import SMPProtocol
import Synchronization

/// An accounting authority of all currencies that never says no: it grants every lock in full, executes every commit, and tells both sides
/// of it. It keeps no accounts. Its processor time belongs to the benchmark, not to the node.
final class StubAuthority: Sendable {
    /// How many messages there were.
    struct Counts {
        var preparations = 0
        var dismissals = 0
        var commits: [AgentTransferNote.Kind: Int] = [:]
        var sent = 0
        var received = 0
    }

    private static let queue = "bench-turn-authority"

    private let consumer: BatchConsumer
    private let publisher: ConfirmingPublisher
    private let broker: BrokerURL
    private let logger: Logger
    private let counts = Mutex(Counts())
    /// Of transfers and of notices; both begin anew with each benchmark.
    private let lastNumber = Atomic<Int64>(1000)

    init(broker: BrokerURL, logger: Logger) {
        self.broker = broker
        self.logger = logger
        consumer = BatchConsumer(.init(url: broker, queue: Self.queue, prefetchCount: 2000), logger: logger)
        publisher = ConfirmingPublisher(.init(url: broker), logger: logger)
    }

    /// From now on everything that the node sends waits for an answer.
    func start() async throws {
        try await BrokerCommands(url: broker, logger: logger).declare(
            Topology(queues: [.init(Self.queue)], queueBindings: [.init(Self.queue, to: "creditors_out", routingKey: "#")]))
        try await consumer.start()
    }

    /// Until the consumer is closed.
    func run() async throws {
        while let batch = try await consumer.nextBatch(limit: 1000) {
            let answers = try batch.flatMap(answer)
            let outcomes = try await publisher.publish(answers)
            precondition(outcomes.allSatisfy { $0.isConfirmed }, "the node's queue does not take the authority's messages")
            counts.withLock { counts in
                counts.sent += answers.count
                counts.received += batch.count
            }
            consumer.acknowledge(batch)
        }
    }

    func close() async {
        await consumer.close()
        await publisher.close()
    }

    /// What came since the last call.
    func takeCounts() -> Counts {
        counts.withLock { counts in
            defer { counts = Counts() }
            return counts
        }
    }

    private func nextNumber() -> Int64 { lastNumber.add(1, ordering: .relaxed).newValue }

    private func answer(_ delivery: Delivery) throws -> [OutgoingMessage] {
        let now = Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1e6))
        switch delivery.type {
        case PrepareTransfer.typeName: return [outgoing(prepared(try PrepareTransfer(json: delivery.body), now))]
        case FinalizeTransfer.typeName: return finalized(try FinalizeTransfer(json: delivery.body), now)
        // New collectors are asked for at the end of a turn; what comes of them is part of the next one.
        default: return []
        }
    }

    private func prepared(_ m: PrepareTransfer, _ now: Timestamp) -> PreparedTransfer {
        counts.withLock { $0.preparations += 1 }
        return PreparedTransfer(
            debtorID: m.debtorID, creditorID: m.creditorID, coordinatorType: m.coordinatorType, coordinatorID: m.coordinatorID,
            coordinatorRequestID: m.coordinatorRequestID, transferID: TransferID(nextNumber()), lockedAmount: m.maxLockedAmount,
            recipient: m.recipient, preparedAt: now, demurrageRate: 0, deadline: now.adding(days: 60),
            finalInterestRateTs: m.finalInterestRateTs, ts: now)
    }

    /// A real authority says that a transfer was finalized; of dismissed ones the node need not know.
    private func finalized(_ m: FinalizeTransfer, _ now: Timestamp) -> [OutgoingMessage] {
        guard m.committedAmount > 0 else {
            counts.withLock { $0.dismissals += 1 }
            return []
        }
        guard let note = AgentTransferNote(m.transferNote) else { fail("a commit without a note: \(m)") }
        counts.withLock { $0.commits[note.kind, default: 0] += 1 }
        let recipient = note.kind == .collecting ? note.firstID : note.secondID
        let answer = FinalizedTransfer(
            debtorID: m.debtorID, creditorID: m.creditorID, coordinatorType: m.coordinatorType, coordinatorID: m.coordinatorID,
            coordinatorRequestID: m.coordinatorRequestID, transferID: m.transferID, committedAmount: m.committedAmount,
            statusCode: StatusCode.ok, totalLockedAmount: 0, preparedAt: now, ts: now)
        return [
            outgoing(notice(m, to: m.creditorID, -m.committedAmount, now)), outgoing(notice(m, to: recipient, m.committedAmount, now)),
            outgoing(answer),
        ]
    }

    private func notice(_ m: FinalizeTransfer, to creditor: CreditorID, _ amount: Int64, _ now: Timestamp) -> AccountTransfer {
        let number = nextNumber()
        return AccountTransfer(
            transferNoteFormat: m.transferNoteFormat, transferNote: m.transferNote, debtorID: m.debtorID, creditorID: creditor,
            coordinatorType: m.coordinatorType, creationDate: Traders.birthday, transferNumber: TransferNumber(number), sender: .none,
            recipient: .none, acquiredAmount: amount, committedAt: now, principal: 0, ts: now,
            previousTransferNumber: TransferNumber(number - 1))
    }

    /// As the bridge's server would publish it.
    private func outgoing(_ message: some AccountMessage) -> OutgoingMessage {
        OutgoingMessage(Envelope(message, toNodeWith: .creditors), body: message.encoded())
    }
}
