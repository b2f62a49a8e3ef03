import Messaging
import TestSupport
import Testing

@testable import Trade

@Suite struct TopologyTests {
    private let steps = TradeTopology.steps(queue: "Q", internalQueue: "I", routingKey: "0.#")

    /// The steps of SMP 9.6, written down once more.
    @Test func `Circular Trade's topology is that of SMP 9-6`() {
        #expect(steps.map(\.broker) == [.network, .network, .internal])
        #expect(
            steps[0].topology
                == Topology(
                    exchanges: [
                        .init("creditors_in", .headers), .init("ca.loopback_filter", .headers),
                        .init("creditors_out", .topic, arguments: [Field("alternate-exchange", "ca.loopback_filter")]),
                        .init("to_trade", .topic),
                    ],
                    exchangeBindings: [
                        .init(
                            from: "creditors_in", to: "to_trade", routingKey: "",
                            arguments: [Field("x-match", "all"), Field("ca-trade", true)])
                    ]))
        for (step, queue) in [(1, "Q"), (2, "I")] {
            #expect(
                steps[step].topology
                    == Topology(
                        exchanges: [.init("to_trade", .topic)], queues: Topology.shardQueues(queue, ifDifferent: .keepExisting),
                        queueBindings: [.init(queue, to: "to_trade", routingKey: "0.#")]))
        }
        #expect(TradeTopology.internalQueue(of: "swpt_trade") == "swpt_trade-internal")
    }
}

@Suite(.usesBroker, .timeLimit(.minutes(10))) struct TradeBrokerTests {
    let broker: TestBroker

    init() throws { broker = try TestBroker() }

    @Test func `On one broker both queues get what is published for the shard`() async throws {
        let queue = broker.uniqueName("trade"), internalQueue = TradeTopology.internalQueue(of: queue), key = broker.uniqueName("key")
        let steps = TradeTopology.steps(queue: queue, internalQueue: internalQueue, routingKey: key)
        for step in steps + steps { try await broker.commands.declare(step.topology) }
        try await broker.publish([broker.message([1], to: key, exchange: "to_trade")])
        #expect(try await broker.take(1, from: queue).count == 1)
        #expect(try await broker.take(1, from: internalQueue).count == 1)
        for step in steps { try await broker.commands.remove(step.topology.queueBindings) }
        for name in [queue, internalQueue] {
            try await broker.commands.deleteQueue(name)
            try await broker.commands.deleteQueue(Topology.deadLetterQueue(of: name))
        }
    }

    /// SMP 9.7, TW 25.2.
    @Test func `Queues of the older profile are kept and bound`() async throws {
        let queue = broker.uniqueName("trade"), deadLetters = Topology.deadLetterQueue(of: queue), key = broker.uniqueName("key")
        try await broker.commands.declare(
            Topology(queues: [
                .init(deadLetters),
                .init(queue, arguments: [Field("x-dead-letter-exchange", ""), Field("x-dead-letter-routing-key", .string(deadLetters))]),
            ]))
        let steps = TradeTopology.steps(queue: queue, internalQueue: queue, routingKey: key)
        for step in steps { try await broker.commands.declare(step.topology) }
        try await broker.publish([broker.message([1], to: key, exchange: "to_trade")])
        #expect(try await broker.take(1, from: queue).count == 1)
        for name in [queue, deadLetters] { try await broker.commands.deleteQueue(name) }
    }
}
