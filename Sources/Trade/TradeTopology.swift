import Messaging
import SMPProtocol

/// What Circular Trade declares on its brokers (SMP 9.6, OPS 6.3, TW 25.2): one for messages of the network, one for the messages between
/// its workers. Both may be the same broker; then both queues get every message, twice in all (SMP 9.6.1).
public enum TradeTopology {
    /// One step of `subscribe`: what is declared on one of the brokers, over a connection of its own.
    public struct Step: Sendable, Equatable {
        /// Whose connection it is.
        public let broker: PublishingRoute.Broker
        /// What is declared.
        public let topology: Topology
    }

    /// The name of the internal queue when none is configured (SMP 9.1).
    public static func internalQueue(of queue: String) -> String { queue + "-internal" }

    /// The steps of `subscribe`, in order. `unsubscribe` removes the bindings of the queues, in the same order.
    ///
    /// - Parameters:
    ///   - queue: on the network's broker.
    ///   - internalQueue: on the internal broker.
    ///   - routingKey: the binding key of the shard, the same for both.
    public static func steps(queue: String, internalQueue: String, routingKey: String) -> [Step] {
        [
            Step(broker: .network, topology: exchanges),
            Step(broker: .network, topology: topology(of: queue, routingKey: routingKey)),
            Step(broker: .internal, topology: topology(of: internalQueue, routingKey: routingKey)),
        ]
    }

    private static let exchanges = Topology(
        exchanges: [.creditorsIn, .loopbackFilter, .creditorsOut, .toTrade],
        exchangeBindings: [
            .init(
                from: Topology.Exchange.creditorsIn.name, to: Topology.Exchange.toTrade.name,
                arguments: [Field("x-match", "all"), Field("ca-trade", true)])
        ])

    /// Queues of the older profile, which have other arguments, are kept as they are and bound (SMP 9.7, TW 25.2).
    private static func topology(of queue: String, routingKey: String) -> Topology {
        Topology(
            exchanges: [.toTrade], queues: Topology.shardQueues(queue, ifDifferent: .keepExisting),
            queueBindings: [.init(queue, to: Topology.Exchange.toTrade.name, routingKey: routingKey)])
    }
}
