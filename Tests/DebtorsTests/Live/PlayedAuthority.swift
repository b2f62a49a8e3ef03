import Messaging
import NodeKit
import SMPProtocol
import TestSupport

@testable import Debtors

/// What a node has sent.
enum NodeMessage: Sendable {
    case configure(ConfigureAccount)
    case prepare(PrepareTransfer)
    case finalize(FinalizeTransfer)

    init?(_ delivery: Delivery) {
        switch delivery.type {
        case "ConfigureAccount": self = .configure(try! ConfigureAccount(json: delivery.body))
        case "PrepareTransfer": self = .prepare(try! PrepareTransfer(json: delivery.body))
        case "FinalizeTransfer": self = .finalize(try! FinalizeTransfer(json: delivery.body))
        default: return nil
        }
    }

    var debtorID: DebtorID {
        switch self {
        case .configure(let message): message.debtorID
        case .prepare(let message): message.debtorID
        case .finalize(let message): message.debtorID
        }
    }
}

/// The other side of the broker: sees what the node publishes, and publishes what it is told to.
actor PlayedAuthority {
    private let broker: TestBroker
    private let realm: ShardingRealm
    private let publisher: ConfirmingPublisher
    private let consumer: BatchConsumer
    private var received: [NodeMessage] = []
    private var answer: (@Sendable (NodeMessage) async -> [any SMPMessage])?
    private var loop: Task<Void, Never>?

    init(_ broker: TestBroker, realm: ShardingRealm) async throws {
        self.broker = broker
        self.realm = realm
        let queue = broker.uniqueName("authority")
        try await broker.commands.declare(
            Topology(
                exchanges: [.init("debtors_out", .fanout), .init("debtors_in", .topic)],
                queues: [.init(queue, arguments: [Field("x-expires", 300_000)])],
                queueBindings: [.init(queue, to: "debtors_out", routingKey: "")]))
        publisher = ConfirmingPublisher(.init(url: broker.url), logger: broker.logger)
        consumer = BatchConsumer(.init(url: broker.url, queue: queue, prefetchCount: 1000), logger: broker.logger)
        try await consumer.start()
        loop = Task { [weak self, consumer] in
            while let batch = try? await consumer.nextBatch() {
                await self?.take(batch)
                consumer.acknowledge(batch)
            }
        }
    }

    func stop() async {
        await consumer.close()
        await loop?.value
        await publisher.close()
    }

    /// Answers every message from now on.
    func answer(with answer: @escaping @Sendable (NodeMessage) async -> [any SMPMessage]) { self.answer = answer }

    private func take(_ batch: [Delivery]) async {
        let messages = batch.compactMap(NodeMessage.init).filter { realm.contains($0.debtorID) }
        received += messages
        guard let answer else { return }
        var answers: [any SMPMessage] = []
        for message in messages { answers += await answer(message) }
        try? await publish(answers)
    }

    /// To the node, with confirms.
    func publish(_ messages: [any SMPMessage]) async throws {
        let outgoing = messages.map { message in
            let body = OutboxMessage(message)
            return OutgoingMessage(
                exchange: "debtors_in", routingKey: RoutingKey.binary(body.address.debtorID!), isMandatory: true,
                type: body.kind.typeName, appID: "test", headers: [], body: body.body)
        }
        let outcomes = try await publisher.publish(outgoing)
        guard outcomes.allSatisfy(\.isConfirmed) else { throw TestBroker.Unavailable(description: "not confirmed: \(outcomes)") }
    }

    var all: [NodeMessage] { received }

    /// Waits until the node has sent so many messages since the last call, and takes them.
    func take(_ count: Int) async throws -> [NodeMessage] {
        let end = ContinuousClock.now + .seconds(30)
        while received.count < count {
            guard ContinuousClock.now < end else {
                throw TestBroker.Unavailable(description: "the node has sent \(received.count) messages instead of \(count)")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        defer { received = [] }
        return received
    }
}
