import Messaging
import Testing

@testable import Creditors

@Suite struct TopologyTests {
    /// The tables of SMP 9.2, written down once more.
    @Test func `The Creditors Agent's topology is that of SMP 9-2`() {
        let topology = CreditorsConfiguration.topology(queue: "Q", routingKey: "1.0.#")
        #expect(
            topology.exchanges == [
                .init("creditors_in", .headers), .init("ca.creditors", .topic), .init("ca.loopback_filter", .headers),
                .init("ca.loopback", .random),
                .init("creditors_out", .topic, arguments: [Field("alternate-exchange", "ca.loopback_filter")]),
                .init("to_trade", .topic),
            ])
        #expect(
            topology.exchangeBindings == [
                .init(
                    from: "ca.loopback_filter", to: "ca.loopback", routingKey: "",
                    arguments: [Field("x-match", "all"), Field("message-type", "ConfigureAccount")]),
                .init(
                    from: "creditors_in", to: "ca.creditors", routingKey: "",
                    arguments: [Field("x-match", "all"), Field("ca-creditors", true)]),
            ])
        #expect(topology.queues == Topology.shardQueues("Q"))
        #expect(
            topology.queueBindings == [
                .init("Q", to: "ca.creditors", routingKey: "1.0.#"), .init("Q", to: "ca.loopback", routingKey: "Q"),
            ])
    }
}
