import Messaging
import SMPProtocol

/// The other side of the broker: sees what a node sends, and publishes what it is told to.
public actor PlayedAuthority {
    /// How messages get to and from the node.
    public struct Wiring: Sendable {
        let bindings: @Sendable (_ queue: String) -> Topology
        let isForUs: @Sendable (NodeMessage) -> Bool
        let outgoing: @Sendable (any SMPMessage) -> OutgoingMessage

        /// How a node is wired: where its messages can be seen, and where it expects answers.
        public init(
            bindings: @escaping @Sendable (_ queue: String) -> Topology, isForUs: @escaping @Sendable (NodeMessage) -> Bool = { _ in true },
            outgoing: @escaping @Sendable (any SMPMessage) -> OutgoingMessage
        ) {
            self.bindings = bindings
            self.isForUs = isForUs
            self.outgoing = outgoing
        }
    }

    private let wiring: Wiring
    private let publisher: ConfirmingPublisher
    private let consumer: BatchConsumer
    private var received: [NodeMessage] = []
    private var answer: (@Sendable (NodeMessage) async -> [any SMPMessage])?
    private var loop: Task<Void, Never>?

    /// Listens from now on.
    public init(_ broker: TestBroker, _ wiring: Wiring) async throws {
        self.wiring = wiring
        let queue = broker.uniqueName("authority")
        var topology = wiring.bindings(queue)
        topology.queues = [.init(queue, arguments: [Field("x-expires", 300_000)])]
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

    /// Plays while the body runs.
    public static func with(_ broker: TestBroker, _ wiring: Wiring, _ body: (PlayedAuthority) async throws -> Void) async throws {
        let authority = try await PlayedAuthority(broker, wiring)
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(authority))
        } catch {
            result = .failure(error)
        }
        await authority.stop()
        try result.get()
    }

    /// Ends it.
    public func stop() async {
        await consumer.close()
        await loop?.value
        await publisher.close()
    }

    /// Answers every message from now on.
    public func answer(with answer: @escaping @Sendable (NodeMessage) async -> [any SMPMessage]) { self.answer = answer }

    private func take(_ batch: [Delivery]) async {
        let messages = batch.compactMap(NodeMessage.init).filter(wiring.isForUs)
        received += messages
        guard let answer else { return }
        var answers: [any SMPMessage] = []
        for message in messages { answers += await answer(message) }
        try? await publish(answers)
    }

    /// To the node, again and again until the broker has confirmed everything.
    public func publish(_ messages: [any SMPMessage]) async throws {
        var pending = messages.map(wiring.outgoing)
        let end = ContinuousClock.now + .seconds(60)
        while !pending.isEmpty {
            do {
                let outcomes = try await publisher.publish(pending)
                pending = zip(pending, outcomes).filter { !$0.1.isConfirmed }.map(\.0)
            } catch let error as MessagingError where error.isTransient {}
            guard !pending.isEmpty else { return }
            guard ContinuousClock.now < end else {
                throw TestBroker.Unavailable(description: "\(pending.count) messages are not confirmed")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Everything that the node has sent and nobody has taken.
    public var all: [NodeMessage] { received }

    /// Waits until the node has sent so many messages since the last call, and takes them.
    public func take(_ count: Int) async throws -> [NodeMessage] {
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
