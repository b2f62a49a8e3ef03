/// The broker of the public messages (OPS 2.1).
public struct BrokerConfiguration: Sendable {
    /// As it was given: whether it is an URL shows when it is used (OPS 3.5.4).
    public let url: Secret<String>
    public let queue: String
    public let consumer: ConsumerConfiguration

    init(reader: inout ConfigurationReader, profile: NodeProfile) {
        url = reader.read("PROTOCOL_BROKER_URL", .secretText, default: Secret("amqp://guest:guest@localhost:5672"), "The broker")
        queue = reader.read("PROTOCOL_BROKER_QUEUE", .text, default: profile.service, "The queue of incoming messages of this shard")
        consumer = ConsumerConfiguration(reader: &reader, prefix: "PROTOCOL_BROKER")
    }
}

/// How messages are consumed (OPS 3.5). The prefix is `PROTOCOL_BROKER` or `INTERNAL_BROKER`.
public struct ConsumerConfiguration: Sendable, Equatable {
    /// How many connections consume; 0 = none, idle for ever.
    public var processes: Int
    /// How many workers each connection has.
    public var threads: Int
    /// 0 = unlimited.
    public var prefetchCount: Int
    /// Bytes, 0 = unlimited, the only value that RabbitMQ supports.
    public var prefetchSize: Int

    public init(processes: Int = 1, threads: Int = 1, prefetchCount: Int = 1, prefetchSize: Int = 0) {
        self.processes = processes
        self.threads = threads
        self.prefetchCount = prefetchCount
        self.prefetchSize = prefetchSize
    }

    public init(reader: inout ConfigurationReader, prefix: String) {
        processes = reader.read("\(prefix)_PROCESSES", .integer, default: 1, "How many connections consume messages; 0: none")
        threads = reader.read("\(prefix)_THREADS", .integer(in: 1...1000), default: 1, "Workers of each connection")
        prefetchCount = reader.read("\(prefix)_PREFETCH_COUNT", .integer(in: 0...65535), default: 1, "How many messages the broker sends ahead; 0: unlimited")
        prefetchSize = reader.read("\(prefix)_PREFETCH_SIZE", .integer(in: 0...Int(UInt32.max)), default: 0, "How many bytes the broker sends ahead; 0: unlimited")
    }
}

/// How pending messages are sent (OPS 3.6).
public struct FlushConfiguration: Sendable, Equatable {
    /// 0 = none, idle for ever.
    public var processes: Int
    /// From the start of one flush to the start of the next, when nothing wakes the flusher earlier.
    public var periodSeconds: Double

    public init(processes: Int = 1, periodSeconds: Double = 2) {
        self.processes = processes
        self.periodSeconds = periodSeconds
    }

    init(reader: inout ConfigurationReader) {
        processes = reader.read("FLUSH_PROCESSES", .integer, default: 1, "How many flushers send messages; 0: none")
        periodSeconds = reader.read("FLUSH_PERIOD", .seconds, default: 2, "Seconds from the start of one flush to the start of the next, at most")
    }
}
