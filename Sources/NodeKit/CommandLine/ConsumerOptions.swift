import ArgumentParser

/// Options of `consume_messages` and `consume_internal_messages` (OPS 3.5). Each overrides a variable; a number that is 0 counts as absent.
public struct ConsumerOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "The broker's URL.")
    public var url: String?
    @Option(name: .shortAndLong, help: "The queue to consume.")
    public var queue: String?
    @Option(name: .shortAndLong, help: "How many connections consume.")
    public var processes: Int?
    @Option(name: .shortAndLong, help: "Workers of each connection.")
    public var threads: Int?
    @Option(name: [.customShort("s"), .long], help: "How many bytes the broker sends ahead.")
    public var prefetchSize: Int?
    @Option(name: [.customShort("c"), .long], help: "How many messages the broker sends ahead.")
    public var prefetchCount: Int?
    @Flag(help: "Drains the queue: pauses, detached from it, whenever no message comes.")
    public var drainingMode = false

    public init() {}

    public func validate() throws {
        for (name, value) in [("processes", processes), ("threads", threads), ("prefetch-size", prefetchSize), ("prefetch-count", prefetchCount)] {
            if let value, value < 0 { throw ValidationError("--\(name) must not be negative.") }
        }
    }

    /// The broker to use: an option that is absent or empty leaves the variable's value.
    public func broker(_ url: Secret<String>, _ queue: String) -> (url: Secret<String>, queue: String) {
        (self.url.nonEmpty.map { Secret($0) } ?? url, self.queue.nonEmpty ?? queue)
    }

    public func consumer(_ configuration: ConsumerConfiguration) -> ConsumerConfiguration {
        ConsumerConfiguration(
            processes: processes.nonZero ?? configuration.processes, threads: threads.nonZero ?? configuration.threads,
            prefetchCount: prefetchCount.nonZero ?? configuration.prefetchCount, prefetchSize: prefetchSize.nonZero ?? configuration.prefetchSize)
    }
}

extension String? {
    var nonEmpty: String? { self == "" ? nil : self }
}

extension Int? {
    var nonZero: Int? { self == 0 ? nil : self }
}

extension Double? {
    var nonZero: Double? { self == 0 ? nil : self }
}
