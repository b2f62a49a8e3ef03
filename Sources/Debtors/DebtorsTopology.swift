import Messaging

extension DebtorsConfiguration {
    /// What `subscribe` declares (SMP 9.5, OPS 6.4). `unsubscribe` removes the binding of the queue.
    public static func topology(queue: String, routingKey: String) -> Topology {
        Topology(
            exchanges: [.debtorsIn, .debtorsOut], queues: Topology.shardQueues(queue),
            queueBindings: [.init(queue, to: Topology.Exchange.debtorsIn.name, routingKey: routingKey)])
    }
}
