import SMPProtocol
import Testing

@testable import NodeKit

@Suite("What goes to which broker")
struct BrokerLinksTests {
    @Test("every kind that a node sends goes through exactly one broker", arguments: Node.allCases)
    func everyKind(_ node: Node) {
        let network = SentKinds<NetworkSide>(node.flushOrder, of: node).kinds
        let `internal` = SentKinds<InternalSide>(node.flushOrder, of: node).kinds
        #expect(Set(network + `internal`) == Set(node.flushOrder))
        #expect(network.count + `internal`.count == node.flushOrder.count)
    }

    @Test("only what the agents and accounting authorities know leaves Circular Trade through the network's broker")
    func trade() {
        #expect(
            SentKinds<NetworkSide>(Node.trade.flushOrder, of: .trade).kinds == [.configureAccount, .prepareTransfer, .finalizeTransfer])
        #expect(SentKinds<InternalSide>(Node.creditors.flushOrder, of: .creditors).kinds == [])
    }

    @Test("kinds that the node does not send go nowhere")
    func strange() {
        #expect(SentKinds<NetworkSide>([.accountUpdate], of: .debtors).kinds == [])
        #expect(OutboxExits.sides([.accountUpdate, .configureAccount], of: .debtors) == 1)
        #expect(OutboxExits.sides([.candidateOffer, .configureAccount], of: .trade) == 2)
    }

    @Test("the network's broker serves as the internal one when there is no other")
    func sharing() {
        let network = QueueAddress(url: Secret("amqp://network"), queue: "q")
        #expect(BrokerLinks(ShardQueues(network: network)).internal.url.revealed == "amqp://network")
        let queues = ShardQueues(network: network, internalURL: Secret("amqp://internal"))
        #expect(BrokerLinks(queues).internal.url.revealed == "amqp://internal")
        #expect(BrokerLinks(queues).network.url.revealed == "amqp://network")
    }

    @Test(
        "there is an internal queue as soon as one thing is said of it",
        arguments: [(nil, nil, nil), ("amqp://b", nil, "amqp://b q-internal"), (nil, "r", "amqp://a r"), ("amqp://b", "r", "amqp://b r")]
            as [(String?, String?, String?)])
    func internalQueue(_ url: String?, _ queue: String?, _ expected: String?) {
        let queues = ShardQueues(
            network: QueueAddress(url: Secret("amqp://a"), queue: "q"), internalURL: url.map { Secret($0) }, internalQueue: queue)
        #expect(queues.internal.map { "\($0.url.revealed) \($0.queue)" } == expected)
        #expect(queues.all.count == (expected == nil ? 1 : 2))
    }
}
