/// What a broker must know before messages can flow: exchanges, bindings between them, queues, bindings of queues (SMP 9). Everything is durable,
/// nothing is exclusive, internal or deleted by itself.
///
/// Objects are declared in the order: exchanges, exchange bindings, queues, queue bindings.
public struct Topology: Sendable, Equatable {
    public var exchanges: [Exchange]
    public var exchangeBindings: [ExchangeBinding]
    public var queues: [Queue]
    public var queueBindings: [QueueBinding]

    public init(
        exchanges: [Exchange] = [], exchangeBindings: [ExchangeBinding] = [], queues: [Queue] = [], queueBindings: [QueueBinding] = []
    ) {
        self.exchanges = exchanges
        self.exchangeBindings = exchangeBindings
        self.queues = queues
        self.queueBindings = queueBindings
    }

    public struct Exchange: Sendable, Equatable {
        public var name: String
        public var type: ExchangeType
        public var arguments: [Field]

        public init(_ name: String, _ type: ExchangeType, arguments: [Field] = []) {
            self.name = name
            self.type = type
            self.arguments = arguments
        }
    }

    public enum ExchangeType: String, Sendable {
        case direct, fanout, topic, headers
        /// Needs the broker plugin `rabbitmq_random_exchange`.
        case random = "x-random"
    }

    /// Messages of `source` that match go to `destination`.
    public struct ExchangeBinding: Sendable, Equatable {
        public var source: String
        public var destination: String
        public var routingKey: String
        public var arguments: [Field]

        public init(from source: String, to destination: String, routingKey: String = "", arguments: [Field] = []) {
            self.source = source
            self.destination = destination
            self.routingKey = routingKey
            self.arguments = arguments
        }
    }

    public struct Queue: Sendable, Equatable {
        public var name: String
        public var arguments: [Field]
        /// What to do when the queue exists with other arguments (406).
        public var ifDifferent: IfDifferent

        public init(_ name: String, arguments: [Field] = [], ifDifferent: IfDifferent = .fail) {
            self.name = name
            self.arguments = arguments
            self.ifDifferent = ifDifferent
        }
    }

    public enum IfDifferent: Sendable {
        case fail
        /// Keep the existing queue, log a warning, and go on (SMP 9.7).
        case keepExisting
    }

    public struct QueueBinding: Sendable, Equatable {
        public var queue: String
        public var exchange: String
        public var routingKey: String
        public var arguments: [Field]

        public init(_ queue: String, to exchange: String, routingKey: String, arguments: [Field] = []) {
            self.queue = queue
            self.exchange = exchange
            self.routingKey = routingKey
            self.arguments = arguments
        }
    }
}
