/// A consumer of one of the node's queues as data (OPS 3.5).
public protocol ConsumerDescription: RoleDescription {
    /// Which queue, and how; nil: the node is configured to have none, so the role idles (OPS 2.6.4).
    static func source(_ settings: Assembly.Settings) -> BrokerConfiguration?

    /// What is done with the messages.
    static func handler(_ node: Assembly) -> any InboxHandler
}

extension ConsumerDescription {
    /// One for each worker.
    public static func connections(_ settings: Assembly.Settings) -> Int { source(settings)?.consumer.workers ?? 0 }

    /// The consumer as the variables want it.
    public static func role(_ node: Assembly) throws -> (any NodeRole)? {
        try consumer(node, source(node.settings), drains: false)
    }

    /// The consumer of a queue; nil: idle.
    static func consumer(_ node: Assembly, _ source: BrokerConfiguration?, drains: Bool) throws -> any NodeRole {
        guard let source else { return Role.idle(command) }
        return try node.core.consumer(command, source, drains: drains, handler: handler(node))
    }
}

/// The consumer of the messages of other nodes, which every node has.
public protocol NetworkConsumer: ConsumerDescription {}

extension NetworkConsumer {
    /// `consume_messages`
    public static var command: String { "consume_messages" }

    /// One sentence for `--help`.
    public static var abstract: String { "Handles the messages of the queue." }

    /// `PROTOCOL_BROKER_…`
    public static func source(_ settings: Assembly.Settings) -> BrokerConfiguration? { settings.common.broker }
}
