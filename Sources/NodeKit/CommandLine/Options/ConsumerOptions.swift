import ArgumentParser

/// Options of `consume_messages` and `consume_internal_messages` (OPS 3.5). Each overrides a variable; a number that is 0 counts as absent.
public struct ConsumerOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "The broker's URL.")
    var url: String?
    @Option(name: .shortAndLong, help: "The queue to consume.")
    var queue: String?
    @Option(name: .shortAndLong, help: "How many connections consume.", transform: ValueType.processes.argument)
    var processes: Int?
    @Option(name: .shortAndLong, help: "Workers of each connection.", transform: ValueType.processes.argument)
    var threads: Int?
    @Option(
        name: [.customShort("s"), .long], help: "How many bytes the broker sends ahead.", transform: ValueType.prefetchSize.argument)
    var prefetchSize: Int?
    @Option(
        name: [.customShort("c"), .long], help: "How many messages the broker sends ahead.", transform: ValueType.prefetchCount.argument)
    var prefetchCount: Int?
    @Flag(help: "Drains the queue: pauses, detached from it, whenever no message comes.")
    var drainingMode = false

    /// For the parser.
    public init() {}

    /// The queue, and how it is consumed, with what the options change.
    func source(_ configuration: BrokerConfiguration) -> BrokerConfiguration {
        let (address, consumer) = (configuration.address, configuration.consumer)
        return BrokerConfiguration(
            address: QueueAddress(url: url.nonEmpty.map { Secret($0) } ?? address.url, queue: queue.nonEmpty ?? address.queue),
            consumer: ConsumerConfiguration(
                processes: processes.nonZero ?? consumer.processes, threads: threads.nonZero ?? consumer.threads,
                prefetchCount: prefetchCount.nonZero ?? consumer.prefetchCount,
                prefetchSize: prefetchSize.nonZero ?? consumer.prefetchSize))
    }
}
