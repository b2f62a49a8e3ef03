import Messaging
import SMPProtocol
import TestSupport

@testable import Creditors

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
}

/// The other side of the broker: the debtors whose IDs begin alike. It sees what the node sends to them, and publishes what it is told to.
actor PlayedAuthority {
    private nonisolated let firstDebtor: Int64
    private let publisher: ConfirmingPublisher
    private let consumer: BatchConsumer
    private var received: [NodeMessage] = []
    private var answer: (@Sendable (NodeMessage) -> [any SMPMessage])?
    private var loop: Task<Void, Never>?

    init(_ broker: TestBroker) async throws {
        firstDebtor = Int64(Int32.random(in: 1...Int32.max)) << 32
        let queue = broker.uniqueName("authority")
        // The node's exchange, so that it is there first: this queue takes only what is sent to these debtors.
        var topology = Topology.creditorsAgent(queue: queue, routingKey: "")
        topology.queues = [.init(queue, arguments: [Field("x-expires", 300_000)])]
        topology.queueBindings = [.init(queue, to: "creditors_out", routingKey: RoutingKey.hex(DebtorID(firstDebtor)).prefix(12) + "#")]
        try await broker.commands.declare(topology)
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

    nonisolated func newDebtor() -> DebtorID { DebtorID(firstDebtor + Int64(UInt32.random(in: 0 ... .max))) }

    /// Answers every message from now on.
    func answer(with answer: @escaping @Sendable (NodeMessage) -> [any SMPMessage]) { self.answer = answer }

    private func take(_ batch: [Delivery]) async {
        let messages = batch.compactMap(NodeMessage.init)
        received += messages
        guard let answer else { return }
        try? await publish(messages.flatMap(answer))
    }

    /// To the node, with confirms.
    func publish(_ messages: [any SMPMessage]) async throws {
        let outcomes = try await publisher.publish(messages.map(Self.outgoing))
        guard outcomes.allSatisfy(\.isConfirmed) else { throw TestBroker.Unavailable(description: "not confirmed: \(outcomes)") }
    }

    static func outgoing(_ message: any SMPMessage) -> OutgoingMessage {
        let kind = type(of: message).kind.typeName
        return OutgoingMessage(
            exchange: "creditors_in", routingKey: RoutingKey.binary(message.address.creditorID!), isMandatory: true, type: kind, appID: "test",
            headers: [Field("message-type", .string(kind)), Field("ca-creditors", true), Field("ca-trade", false)], body: message.encoded())
    }

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
