import ArgumentParser

/// Options that name the queues of a shard and their brokers (OPS 3.10). Absent or empty: the variable.
public protocol QueueOptions: ParsableArguments {
    /// The queues with what the options change.
    func queues(_ configured: ShardQueues) -> ShardQueues
}

/// Options of a node with one queue.
public struct OneQueueOptions: QueueOptions {
    @Option(name: .shortAndLong, help: "The broker's URL.")
    var url: String?
    @Option(name: .shortAndLong, help: "The queue.")
    var queue: String?

    /// For the parser.
    public init() {}

    /// The configured queue with what the options change.
    public func queues(_ configured: ShardQueues) -> ShardQueues {
        var queues = configured
        if let url = url.nonEmpty { queues.network.url = Secret(url) }
        if let queue = queue.nonEmpty { queues.network.queue = queue }
        return queues
    }
}

/// Options of a node with an internal queue, too.
public struct TwoQueueOptions: QueueOptions {
    @OptionGroup var network: OneQueueOptions
    @Option(name: [.customShort("U"), .long], help: "The URL of the broker of internal messages.")
    var internalUrl: String?
    @Option(name: [.customShort("Q"), .long], help: "The queue of internal messages.")
    var internalQueue: String?

    /// For the parser.
    public init() {}

    /// The configured queues with what the options change.
    public func queues(_ configured: ShardQueues) -> ShardQueues {
        var queues = network.queues(configured)
        if let url = internalUrl.nonEmpty { queues.internalURL = Secret(url) }
        if let queue = internalQueue.nonEmpty { queues.internalQueue = queue }
        return queues
    }
}

/// The option `--queue-routing-key` of `subscribe` and `unsubscribe`.
struct RoutingKeyOption: ParsableArguments {
    @Option(name: [.customShort("k"), .long], help: "The binding key of the queue, which defines the shard.")
    var queueRoutingKey: String?

    /// The key of the option, or that of the variable.
    ///
    /// - Throws: a usage error for something that is no binding key: it would route nobody's messages here.
    func routingKey(_ common: CommonConfiguration) throws -> String {
        guard let key = queueRoutingKey.nonEmpty else { return common.shard.realm.bindingKey }
        let type = ValueType.bindingKey(maximumBits: common.profile.maximumShardBits)
        guard type.parse(key) != nil else {
            throw ProgramEnd(status: ExitStatus.usage, complaint: "The routing key must be \(type.expected).")
        }
        return key
    }
}
