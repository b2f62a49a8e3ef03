extension Topology {
    /// The name of a queue's dead-letter queue (SMP 9.1).
    public static func deadLetterQueue(of queue: String) -> String { queue + ".XQ" }

    /// The dead-letter queue and the queue of a shard, in the order of their declaration, alike for all nodes (SMP 9.2, steps 3 and 4).
    /// `overflow` has no `x-` prefix, exactly so (SMP 9.2.1).
    public static func shardQueues(_ queue: String, ifDifferent: IfDifferent = .fail) -> [Queue] {
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
