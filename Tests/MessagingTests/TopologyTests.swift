import Messaging
import Testing

/// The tables of SMP 9.2, 9.5 and 9.6, written down once more.
@Suite struct TopologyTests {
    static let queueArguments = [
        Field("x-queue-type", .string("quorum")), Field("overflow", .string("reject-publish")),
        Field("x-dead-letter-exchange", .string("")), Field("x-dead-letter-routing-key", .string("Q.XQ")),
    ]

    @Test func `The Creditors Agent's topology is that of SMP 9-2`() {
        let topology = Topology.creditorsAgent(queue: "Q", routingKey: "1.0.#")
        #expect(
            topology.exchanges == [
                .init("creditors_in", .headers), .init("ca.creditors", .topic), .init("ca.loopback_filter", .headers),
                .init("ca.loopback", .random),
                .init("creditors_out", .topic, arguments: [Field("alternate-exchange", .string("ca.loopback_filter"))]),
                .init("to_trade", .topic),
            ])
        #expect(
            topology.exchangeBindings == [
                .init(
                    from: "ca.loopback_filter", to: "ca.loopback", routingKey: "",
                    arguments: [Field("x-match", .string("all")), Field("message-type", .string("ConfigureAccount"))]),
                .init(
                    from: "creditors_in", to: "ca.creditors", routingKey: "",
                    arguments: [Field("x-match", .string("all")), Field("ca-creditors", .bool(true))]),
            ])
        #expect(
            topology.queues == [
                .init("Q.XQ", arguments: [Field("x-queue-type", .string("stream"))], ifDifferent: .fail),
                .init("Q", arguments: Self.queueArguments, ifDifferent: .fail),
            ])
        #expect(
            topology.queueBindings == [
                .init("Q", to: "ca.creditors", routingKey: "1.0.#"), .init("Q", to: "ca.loopback", routingKey: "Q"),
            ])
    }

    @Test func `The Debtors Agent's topology is that of SMP 9-5`() {
        let topology = Topology.debtorsAgent(queue: "Q", routingKey: "#")
        #expect(topology.exchanges == [.init("debtors_in", .topic), .init("debtors_out", .fanout)])
        #expect(topology.exchangeBindings == [])
        #expect(topology.queues.map(\.name) == ["Q.XQ", "Q"])
        #expect(topology.queues.map(\.arguments) == [[Field("x-queue-type", .string("stream"))], Self.queueArguments])
        #expect(topology.queueBindings == [.init("Q", to: "debtors_in", routingKey: "#")])
    }

    @Test func `Circular Trade's topology is that of SMP 9-6`() {
        let exchanges = Topology.tradeExchanges
        #expect(
            exchanges.exchanges == [
                .init("creditors_in", .headers), .init("ca.loopback_filter", .headers),
                .init("creditors_out", .topic, arguments: [Field("alternate-exchange", .string("ca.loopback_filter"))]),
                .init("to_trade", .topic),
            ])
        #expect(
            exchanges.exchangeBindings == [
                .init(
                    from: "creditors_in", to: "to_trade", routingKey: "",
                    arguments: [Field("x-match", .string("all")), Field("ca-trade", .bool(true))])
            ])
        #expect(exchanges.queues == [] && exchanges.queueBindings == [])
        let queue = Topology.tradeQueue("Q", routingKey: "#")
        #expect(queue.exchanges == [.init("to_trade", .topic)])
        #expect(queue.queues.map(\.name) == ["Q.XQ", "Q"])
        #expect(queue.queues.map(\.arguments) == [[Field("x-queue-type", .string("stream"))], Self.queueArguments])
        #expect(queue.queues.allSatisfy { $0.ifDifferent == .keepExisting })
        #expect(queue.queueBindings == [.init("Q", to: "to_trade", routingKey: "#")])
        #expect(Topology.internalQueue(of: "swpt_trade") == "swpt_trade-internal")
    }
}
