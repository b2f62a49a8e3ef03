import Messaging
import TestSupport
import Testing

@testable import Messaging

@Suite(.usesBroker, .timeLimit(.minutes(3))) struct CommandTests {
    let broker: TestBroker

    init() throws { broker = try TestBroker() }

    // MARK: Declaring

    private func shard(_ queue: String, key: String = "#", ifDifferent: Topology.IfDifferent = .fail) -> Topology {
        Topology(
            exchanges: [.debtorsIn], queues: Topology.shardQueues(queue, ifDifferent: ifDifferent),
            queueBindings: [.init(queue, to: "debtors_in", routingKey: key)])
    }

    @Test func `A topology can be declared, declared again, and its bindings removed, again and again`() async throws {
        let queue = broker.uniqueName("shard")
        let topology = shard(queue)
        for _ in 0..<2 { try await broker.commands.declare(topology) }
        for _ in 0..<2 { try await broker.commands.remove(topology.queueBindings) }
        try await broker.delete(queue, queue + ".XQ")
    }

    @Test func `A broker that lets us in passes the check, others do not, within the time`() async throws {
        try await broker.commands.check(withinSeconds: 20)
        func refusal(_ change: (inout BrokerURL) -> Void) async -> MessagingError? {
            let commands = BrokerCommands(url: broker.url(change), logger: broker.logger)
            return await #expect(throws: MessagingError.self) { try await commands.check(withinSeconds: 20) }
        }
        if case .unreachable? = await refusal({ $0.port = 1 }) {} else { Issue.record("nobody listens") }
        if case .accessRefused? = await refusal({ $0.password = "wrong" }) {} else { Issue.record("a wrong password") }
        let proxy = try TCPProxy(to: broker.url.port)
        defer { proxy.close() }
        proxy.setFrozen(true)
        let silent = BrokerCommands(
            url: broker.url {
                $0.host = "127.0.0.1"
                $0.port = proxy.port
            }, logger: broker.logger)
        let error = await #expect(throws: MessagingError.self) { try await silent.check(withinSeconds: 0.2) }
        if case .unreachable? = error {} else { Issue.record("a silent broker: \(String(describing: error))") }
    }

    @Test(arguments: [
        ("x-queue-type", FieldValue.string("classic"), "'quorum'", "'classic'"),
        ("x-dead-letter-routing-key", "elsewhere", "'QUEUE.XQ'", "'elsewhere'"),
        ("x-max-length", 7, "none", "the value '7' of type 'signedint'"),
    ])
    func `A different queue is an error that names object and argument`(
        name: String, value: FieldValue, declared: String, existing: String
    ) async throws {
        let queue = broker.uniqueName("da")
        let topology = shard(queue)
        var different = topology.queues
        different[1].arguments.removeAll { $0.name == name }
        different[1].arguments.append(Field(name, value))
        try await broker.commands.declare(Topology(queues: different))
        let error = await #expect(throws: MessagingError.self) { try await broker.commands.declare(topology) }
        if case .preconditionFailed(let failure)? = error {
            #expect(failure.object == "queue \"\(queue)\"")
            #expect(failure.argument == name)
            #expect(failure.declared == declared.replacing("QUEUE", with: queue))
            #expect(failure.existing == existing)
        } else {
            Issue.record("\(String(describing: error))")
        }
        try await broker.delete(queue, queue + ".XQ")
    }

    @Test func `A different exchange is an error that names object and argument`() async throws {
        let name = broker.uniqueName("exchange")
        try await broker.commands.declare(Topology(exchanges: [.init(name, .topic)]))
        for (different, argument) in [
            (Topology.Exchange(name, .fanout), "type"),
            (Topology.Exchange(name, .topic, arguments: [Field("alternate-exchange", "x")]), "alternate-exchange"),
        ] {
            let error = await #expect(throws: MessagingError.self) {
                try await broker.commands.declare(Topology(exchanges: [different]))
            }
            guard case .preconditionFailed(let failure)? = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(failure.object == "exchange \"\(name)\"")
            #expect(failure.argument == argument, "\(failure.reason)")
        }
    }

    @Test func `An existing queue of another kind is kept and bound where that is wanted`() async throws {
        let queue = broker.uniqueName("shard")
        let key = broker.uniqueName("key")
        try await broker.commands.declare(Topology(queues: [.init(queue), .init(queue + ".XQ")]))
        try await broker.commands.declare(shard(queue, key: key, ifDifferent: .keepExisting))
        try await broker.publish([broker.message(Array("1".utf8), to: key, exchange: "debtors_in")])
        #expect(try await broker.take(1, from: queue).texts == ["1"])
        try await broker.delete(queue, queue + ".XQ")
    }

    @Test func `A binding to a missing exchange is an error`() async throws {
        let queue = try await broker.queue()
        let exchange = broker.uniqueName("exchange")
        let error = await #expect(throws: MessagingError.self) {
            try await broker.commands.declare(Topology(queueBindings: [.init(queue, to: exchange, routingKey: "")]))
        }
        guard case .refused(404, let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains(exchange))
    }

    // MARK: Removing

    @Test func `Removing what is not there succeeds`() async throws {
        let queue = try await broker.queue()
        try await broker.commands.declare(Topology(exchanges: [.init("to_trade", .topic)]))
        try await broker.commands.remove([
            .init(queue, to: "to_trade", routingKey: "never.bound"), .init(broker.uniqueName(), to: "to_trade", routingKey: "#"),
            .init(queue, to: broker.uniqueName(), routingKey: "#"),
        ])
        try await broker.commands.deleteQueue(broker.uniqueName())
    }

    @Test func `A binding that has been removed takes no more messages`() async throws {
        // An exchange of its own: in the nodes' ones other tests bind queues to everything.
        let queue = try await broker.queue()
        let exchange = broker.uniqueName("exchange")
        let binding = Topology.QueueBinding(queue, to: exchange, routingKey: "key")
        try await broker.commands.declare(Topology(exchanges: [.init(exchange, .topic)], queueBindings: [binding]))
        let publisher = broker.publisher()
        let message = broker.message(Array("1".utf8), to: "key", exchange: exchange)
        #expect(try await publisher.publish([message]) == [.confirmed])
        try await broker.commands.remove([binding])
        #expect(try await publisher.publish([message]) == [.returned(code: 312, reason: "NO_ROUTE")])
        await publisher.close()
    }

    @Test(arguments: ["classic", "quorum"])
    func `A queue is deleted when its messages and consumers are gone, not before`(kind: String) async throws {
        let queue = try await broker.queue([Field("x-queue-type", .string(kind))])
        try await broker.publish(broker.messages(0..<1, to: queue))
        let deletion = Task { try await broker.commands.deleteQueue(queue, pollSeconds: 0.05) }
        let consumer = try await broker.consumer(of: queue)
        let taken = try await consumer.take(1)
        // Ready messages are gone now, but the consumer is there.
        for _ in 0..<5 { #expect(try await broker.commands.status(ofQueue: queue) == QueueStatus(readyMessages: 0, consumers: 1)) }
        consumer.acknowledge(taken)
        await consumer.close()
        try await deletion.value
        #expect(try await broker.commands.status(ofQueue: queue) == nil)
    }

    @Test func `Waiting for a queue to become empty can be cancelled`() async throws {
        let queue = try await broker.queue()
        try await broker.publish(broker.messages(0..<1, to: queue))
        let deletion = Task { try await broker.commands.deleteQueue(queue, pollSeconds: 3600) }
        deletion.cancel()
        await #expect(throws: CancellationError.self) { try await deletion.value }
        #expect(try await broker.readyCount(queue) == 1)
    }

    @Test func `Draining consumers let a queue be deleted, and lose nothing`() async throws {
        let queue = try await broker.queue([Field("x-queue-type", "quorum")])
        let total = 500
        let drained = Task {
            try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        let consumer = try await broker.consumer(of: queue, prefetchCount: 10) { configuration in
                            configuration.drains = true
                            configuration.drainingSchedule = DrainingSchedule(scaleSeconds: 3)
                        }
                        var texts: [String] = []
                        do {
                            while let batch = try await consumer.nextBatch() {
                                texts += batch.texts
                                consumer.acknowledge(batch)
                            }
                        } catch MessagingError.queueMissing {}
                        await consumer.close()
                        return texts
                    }
                }
                return try await group.reduce([], +)
            }
        }
        try await TestBroker.eventually("both drain") { try await broker.commands.status(ofQueue: queue)?.consumers == 2 }
        let deletion = Task { try await broker.commands.deleteQueue(queue, pollSeconds: 0.1) }
        try await broker.publish(broker.messages(0..<total, to: queue))
        try await deletion.value
        let texts = try await drained.value
        #expect(texts.count == total)
        #expect(Set(texts).count == total)
    }
}

extension TestBroker {
    /// Deletes queues, whatever is in them.
    func delete(_ queues: String...) async throws {
        let session = CommandSession(url: url, logger: logger)
        for queue in queues { try await session.delete(queue, ifUnused: false) }
        await session.close()
    }
}
