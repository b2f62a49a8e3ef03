import ArgumentParser

/// Options of `subscribe` and `unsubscribe` (OPS 3.10). Absent or empty: the variable.
public struct BindingOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "The broker's URL.")
    public var url: String?
    @Option(name: .shortAndLong, help: "The queue.")
    public var queue: String?
    @Option(name: [.customShort("k"), .long], help: "The binding key of the queue, which defines the shard.")
    public var queueRoutingKey: String?

    public init() {}

    public func broker(_ configuration: BrokerConfiguration) -> (url: Secret<String>, queue: String) {
        (url.nonEmpty.map { Secret($0) } ?? configuration.url, queue.nonEmpty ?? configuration.queue)
    }

    public func routingKey(_ configured: String) -> String { queueRoutingKey.nonEmpty ?? configured }
}

/// Options of `delete_queue` (OPS 3.10). Absent or empty: the variable.
public struct QueueOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "The broker's URL.")
    public var url: String?
    @Option(name: .shortAndLong, help: "The queue.")
    public var queue: String?

    public init() {}

    public func broker(_ configuration: BrokerConfiguration) -> (url: Secret<String>, queue: String) {
        (url.nonEmpty.map { Secret($0) } ?? configuration.url, queue.nonEmpty ?? configuration.queue)
    }
}
