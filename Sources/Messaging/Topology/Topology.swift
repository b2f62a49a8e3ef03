/// What a broker must know before messages can flow: exchanges, bindings between them, queues, bindings of queues (SMP 9). Everything is
/// durable, nothing is exclusive, internal or deleted by itself.
///
/// Objects are declared in the order: exchanges, exchange bindings, queues, queue bindings.
public struct Topology: Sendable, Equatable {
    /// Declared first.
    public var exchanges: [Exchange]
    /// Declared after the exchanges.
    public var exchangeBindings: [ExchangeBinding]
    /// Declared after the bindings of exchanges.
    public var queues: [Queue]
    /// Declared last; `unsubscribe` removes them in this order.
    public var queueBindings: [QueueBinding]

    /// What is not named is empty.
    public init(
        exchanges: [Exchange] = [], exchangeBindings: [ExchangeBinding] = [], queues: [Queue] = [], queueBindings: [QueueBinding] = []
    ) {
        self.exchanges = exchanges
        self.exchangeBindings = exchangeBindings
        self.queues = queues
        self.queueBindings = queueBindings
    }

    /// A durable exchange.
    public struct Exchange: Sendable, Equatable {
        /// At most 255 bytes.
        public var name: String
        /// How it routes.
        public var type: ExchangeType
        /// The `arguments` of its declaration.
        public var arguments: [Field]

        /// An exchange with its arguments.
        public init(_ name: String, _ type: ExchangeType, arguments: [Field] = []) {
            self.name = name
            self.type = type
            self.arguments = arguments
        }
    }

    /// How an exchange finds the queues of a message.
    public enum ExchangeType: String, Sendable {
        /// Those of every broker.
        case direct, fanout, topic, headers
        /// Needs the broker plugin `rabbitmq_random_exchange`.
        case random = "x-random"
    }

    /// Messages of `source` that match go to `destination`.
    public struct ExchangeBinding: Sendable, Equatable {
        /// The exchange that gives messages away.
        public var source: String
        /// The exchange that gets them.
        public var destination: String
        /// Which messages match; headers exchanges look at the arguments instead.
        public var routingKey: String
        /// Part of the binding's identity, as the key is.
        public var arguments: [Field]

        /// A binding of two exchanges.
        public init(from source: String, to destination: String, routingKey: String = "", arguments: [Field] = []) {
            self.source = source
            self.destination = destination
            self.routingKey = routingKey
            self.arguments = arguments
        }
    }

    /// A durable queue.
    public struct Queue: Sendable, Equatable {
        /// At most 255 bytes.
        public var name: String
        /// The `arguments` of its declaration: its type, its dead-letter exchange…
        public var arguments: [Field]
        /// What to do when the queue exists with other arguments (406).
        public var ifDifferent: IfDifferent

        /// A queue with its arguments.
        public init(_ name: String, arguments: [Field] = [], ifDifferent: IfDifferent = .fail) {
            self.name = name
            self.arguments = arguments
            self.ifDifferent = ifDifferent
        }
    }

    /// What to do with an object that exists and is different.
    public enum IfDifferent: Sendable {
        /// End with an error that names object and argument.
        case fail
        /// Keep the existing queue, log a warning, and go on (SMP 9.7).
        case keepExisting
    }

    /// Messages of `exchange` that match go to `queue`.
    public struct QueueBinding: Sendable, Equatable {
        /// The queue that gets messages.
        public var queue: String
        /// The exchange that gives them away.
        public var exchange: String
        /// Which messages match: of topic exchanges a pattern.
        public var routingKey: String
        /// Part of the binding's identity, as the key is.
        public var arguments: [Field]

        /// A binding of a queue.
        public init(_ queue: String, to exchange: String, routingKey: String, arguments: [Field] = []) {
            self.queue = queue
            self.exchange = exchange
            self.routingKey = routingKey
            self.arguments = arguments
        }
    }
}
