import Messaging

extension CreditorsConfiguration {
    /// What `subscribe` declares (SMP 9.2, OPS 6.2). `unsubscribe` removes the two bindings of the queue, in their order (SMP 9.4).
    public static func topology(queue: String, routingKey: String) -> Topology {
        let creditors = Topology.Exchange("ca.creditors", .topic)
        let loopback = Topology.Exchange("ca.loopback", .random)
        return Topology(
            exchanges: [.creditorsIn, creditors, .loopbackFilter, loopback, .creditorsOut, .toTrade],
            exchangeBindings: [
                .init(
                    from: Topology.Exchange.loopbackFilter.name, to: loopback.name,
                    arguments: [Field("x-match", "all"), Field("message-type", "ConfigureAccount")]),
                .init(
                    from: Topology.Exchange.creditorsIn.name, to: creditors.name,
                    arguments: [Field("x-match", "all"), Field("ca-creditors", true)]),
            ],
            queues: Topology.shardQueues(queue),
            queueBindings: [
                .init(queue, to: creditors.name, routingKey: routingKey),
                // The queue's own name is part of the binding's identity (SMP 9.2.2).
                .init(queue, to: loopback.name, routingKey: queue),
            ])
    }
}
