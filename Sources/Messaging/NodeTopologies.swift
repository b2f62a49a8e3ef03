extension Topology {
    /// Creditors Agent, `subscribe` (SMP 9.2, OPS 6.2).
    public static func creditorsAgent(queue: String, routingKey: String) -> Topology {
        var topology = Topology(
            exchanges: [
                Exchange("creditors_in", .headers),
                Exchange("ca.creditors", .topic),
                Exchange("ca.loopback_filter", .headers),
                Exchange("ca.loopback", .random),
                Exchange("creditors_out", .topic, arguments: [Field("alternate-exchange", "ca.loopback_filter")]),
                Exchange("to_trade", .topic),
            ],
            exchangeBindings: [
                ExchangeBinding(
                    from: "ca.loopback_filter", to: "ca.loopback",
                    arguments: [Field("x-match", "all"), Field("message-type", "ConfigureAccount")]),
                ExchangeBinding(
                    from: "creditors_in", to: "ca.creditors", arguments: [Field("x-match", "all"), Field("ca-creditors", true)]),
            ],
            queueBindings: creditorsAgentBindings(queue: queue, routingKey: routingKey))
        topology.queues = shardQueues(queue)
        return topology
    }

    /// What `unsubscribe` of the Creditors Agent removes, in this order (SMP 9.4). The binding to the random exchange has the queue's own name
    /// as its key (SMP 9.2.2).
    public static func creditorsAgentBindings(queue: String, routingKey: String) -> [QueueBinding] {
        [
            QueueBinding(queue, to: "ca.creditors", routingKey: routingKey),
            QueueBinding(queue, to: "ca.loopback", routingKey: queue),
        ]
    }

    /// Debtors Agent, `subscribe` (SMP 9.5, OPS 6.4).
    public static func debtorsAgent(queue: String, routingKey: String) -> Topology {
        Topology(
            exchanges: [Exchange("debtors_in", .topic), Exchange("debtors_out", .fanout)],
            queues: shardQueues(queue),
            queueBindings: debtorsAgentBindings(queue: queue, routingKey: routingKey))
    }

    /// What `unsubscribe` of the Debtors Agent removes (SMP 9.5).
    public static func debtorsAgentBindings(queue: String, routingKey: String) -> [QueueBinding] {
        [QueueBinding(queue, to: "debtors_in", routingKey: routingKey)]
    }

    /// Circular Trade, `subscribe`, step 1, on the protocol broker (SMP 9.6).
    public static let tradeExchanges = Topology(
        exchanges: [
            Exchange("creditors_in", .headers),
            Exchange("ca.loopback_filter", .headers),
            Exchange("creditors_out", .topic, arguments: [Field("alternate-exchange", "ca.loopback_filter")]),
            Exchange("to_trade", .topic),
        ],
        exchangeBindings: [
            ExchangeBinding(from: "creditors_in", to: "to_trade", arguments: [Field("x-match", "all"), Field("ca-trade", true)])
        ])

    /// Circular Trade, `subscribe`, steps 2 (protocol broker and queue) and 3 (internal broker and queue) (SMP 9.6). Queues of profile A, which
    /// have other arguments, are kept (SMP 9.7).
    public static func tradeQueue(_ queue: String, routingKey: String) -> Topology {
        Topology(
            exchanges: [Exchange("to_trade", .topic)],
            queues: shardQueues(queue, ifDifferent: .keepExisting),
            queueBindings: tradeBindings(queue: queue, routingKey: routingKey))
    }

    /// What `unsubscribe` of Circular Trade removes for one of its two queues (SMP 9.6).
    public static func tradeBindings(queue: String, routingKey: String) -> [QueueBinding] {
        [QueueBinding(queue, to: "to_trade", routingKey: routingKey)]
    }

    /// The name of a queue's dead-letter queue (SMP 9.1).
    public static func deadLetterQueue(of queue: String) -> String { queue + ".XQ" }

    /// The name of Circular Trade's internal queue when none is configured (SMP 9.1).
    public static func internalQueue(of queue: String) -> String { queue + "-internal" }

    /// The dead-letter queue and the main queue, in the order of their declaration (SMP 9.2, steps 3 and 4). `overflow` has no `x-` prefix,
    /// exactly so (SMP 9.2.1).
    private static func shardQueues(_ queue: String, ifDifferent: IfDifferent = .fail) -> [Queue] {
        let deadLetterQueue = deadLetterQueue(of: queue)
        return [
            Queue(deadLetterQueue, arguments: [Field("x-queue-type", "stream")], ifDifferent: ifDifferent),
            Queue(
                queue,
                arguments: [
                    Field("x-queue-type", "quorum"),
                    Field("overflow", "reject-publish"),
                    Field("x-dead-letter-exchange", ""),
                    Field("x-dead-letter-routing-key", .string(deadLetterQueue)),
                ],
                ifDifferent: ifDifferent),
        ]
    }
}
