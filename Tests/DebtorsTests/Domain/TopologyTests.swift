import Messaging
import Testing

@testable import Debtors

@Suite struct TopologyTests {
    /// The table of SMP 9.5, written down once more.
    @Test func `The Debtors Agent's topology is that of SMP 9-5`() {
        let topology = DebtorsConfiguration.topology(queue: "Q", routingKey: "#")
        #expect(topology.exchanges == [.init("debtors_in", .topic), .init("debtors_out", .fanout)])
        #expect(topology.exchangeBindings == [])
        #expect(topology.queues == Topology.shardQueues("Q"))
        #expect(topology.queueBindings == [.init("Q", to: "debtors_in", routingKey: "#")])
    }
}
