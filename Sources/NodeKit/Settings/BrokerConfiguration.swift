/// A queue of the node, on the broker that has it, and how it is consumed (OPS 2.1, 2.4, 3.5). The variables begin with
/// `PROTOCOL_BROKER`, or with `INTERNAL_BROKER`.
public struct BrokerConfiguration: Sendable {
    /// Where the queue is.
    public let address: QueueAddress
    /// How it is consumed.
    public let consumer: ConsumerConfiguration

    /// A queue that was found in some other way than by ``init(reader:profile:)``.
    public init(address: QueueAddress, consumer: ConsumerConfiguration) {
        self.address = address
        self.consumer = consumer
    }

    init(reader: inout ConfigurationReader, profile: NodeProfile) {
        let url = reader.read("PROTOCOL_BROKER_URL", .secretText, default: Secret("amqp://guest:guest@localhost:5672"), "The broker")
        let queue = reader.read(
            "PROTOCOL_BROKER_QUEUE", .text, default: profile.service, "The queue of incoming messages of this shard")
        address = QueueAddress(url: url, queue: queue)
        consumer = ConsumerConfiguration(reader: &reader, prefix: "PROTOCOL_BROKER")
    }
}

/// A queue and the broker that has it.
public struct QueueAddress: Sendable, Equatable {
    /// As it was given: whether it is an URL shows when it is used (OPS 3.5.4).
    public var url: Secret<String>
    /// The name of the queue.
    public var queue: String

    /// A queue at a broker.
    public init(url: Secret<String>, queue: String) {
        self.url = url
        self.queue = queue
    }
}

/// The queues of a shard.
public struct ShardQueues: Sendable, Equatable {
    /// What other nodes send comes here.
    public var network: QueueAddress
    /// The broker of the internal queue, if it is said.
    public var internalURL: Secret<String>?
    /// The name of the internal queue, if it is said.
    public var internalQueue: String?

    /// One queue, or, when something is said of the internal one, two.
    public init(network: QueueAddress, internalURL: Secret<String>? = nil, internalQueue: String? = nil) {
        self.network = network
        self.internalURL = internalURL
        self.internalQueue = internalQueue
    }

    /// What the parts of the node send each other comes here (OPS 2.4, 2.6.1); nil: to the other queue.
    public var `internal`: QueueAddress? {
        if internalURL == nil && internalQueue == nil { return nil }
        return QueueAddress(url: internalURL ?? network.url, queue: internalQueue ?? network.queue + "-internal")
    }

    /// All that there are, that of the network first.
    public var all: [QueueAddress] { [network] + (`internal`.map { [$0] } ?? []) }
}

/// How messages are consumed (OPS 3.5).
public struct ConsumerConfiguration: Sendable, Equatable {
    /// How many connections consume; 0 = none, idle for ever.
    public var processes: Int
    /// How many workers each connection has.
    public var threads: Int
    /// 0 = unlimited.
    public var prefetchCount: Int
    /// Bytes, 0 = unlimited, the only value that RabbitMQ supports.
    public var prefetchSize: Int

    /// How many handle messages at once.
    public var workers: Int { processes * threads }

    /// The defaults of the variables.
    public init(processes: Int = 1, threads: Int = 1, prefetchCount: Int = 1, prefetchSize: Int = 0) {
        self.processes = processes
        self.threads = threads
        self.prefetchCount = prefetchCount
        self.prefetchSize = prefetchSize
    }

    /// - Parameter prefix: of the variables' names: `PROTOCOL_BROKER` or `INTERNAL_BROKER`.
    public init(reader: inout ConfigurationReader, prefix: String) {
        processes = reader.read("\(prefix)_PROCESSES", .processes, default: 1, "How many connections consume messages; 0: none")
        threads = reader.read("\(prefix)_THREADS", .integer(in: 1...1000), default: 1, "Workers of each connection")
        prefetchCount = reader.read(
            "\(prefix)_PREFETCH_COUNT", .prefetchCount, default: 1, "How many messages the broker sends ahead; 0: unlimited")
        prefetchSize = reader.read(
            "\(prefix)_PREFETCH_SIZE", .prefetchSize, default: 0, "How many bytes the broker sends ahead; 0: unlimited")
    }
}

extension ValueType where Value == Int {
    /// How many workers of a kind; 0 switches it off.
    public static let processes = integer(in: 0...1000)
    /// What AMQP can say of the number of messages.
    static let prefetchCount = integer(in: 0...65535)
    /// What AMQP can say of their size.
    static let prefetchSize = integer(in: 0...Int(UInt32.max))
}
