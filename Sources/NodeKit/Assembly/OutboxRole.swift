import Messaging
import SMPProtocol

/// What a flusher is to do.
public struct FlushOrder: Sendable {
    /// The command, e.g. `flush_all`.
    public var name: String
    /// What to send.
    public var kinds: [MessageKind]
    /// How many flushers, and how often they look.
    public var flush: FlushConfiguration
    /// One round, then the end (`--quit-early`).
    public var quitsEarly: Bool

    /// An order; see the members.
    public init(_ name: String, _ kinds: [MessageKind], _ flush: FlushConfiguration, quitsEarly: Bool = false) {
        self.name = name
        self.kinds = kinds
        self.flush = flush
        self.quitsEarly = quitsEarly
    }
}

/// The outbox of a node: whose messages are in it, and where they go.
public struct OutboxExits: Sendable {
    let node: Node
    let links: BrokerLinks
    let shard: OutboxShard
    let burstCount: Int

    /// - Parameters:
    ///   - queues: name the brokers.
    ///   - burstCount: the most messages that one transaction sends.
    public init(of node: Node, _ queues: ShardQueues, shard: OutboxShard, burstCount: Int) {
        self.node = node
        links = BrokerLinks(queues)
        self.shard = shard
        self.burstCount = burstCount
    }

    /// The brokers to which these kinds go: how many flushers one process of the order needs.
    static func sides(_ kinds: [MessageKind], of node: Node) -> Int {
        (SentKinds<NetworkSide>(kinds, of: node).kinds.isEmpty ? 0 : 1) + (SentKinds<InternalSide>(kinds, of: node).kinds.isEmpty ? 0 : 1)
    }
}

extension NodeCore {
    /// Flushers of the outbox, one group for each broker: one that is away does not hold up the other's messages.
    ///
    /// - Throws: `BrokerURLError` when an URL is none.
    public func flusher(_ order: FlushOrder, _ exits: OutboxExits) throws -> any NodeRole {
        guard order.flush.processes > 0 else { return Role.idle(order.name) }
        let flushers = [
            try flusher(order, exits, SentKinds<NetworkSide>(order.kinds, of: exits.node), exits.links.network),
            try flusher(order, exits, SentKinds<InternalSide>(order.kinds, of: exits.node), exits.links.internal),
        ].compactMap(\.self)
        // Nothing of this node's is asked for.
        guard !flushers.isEmpty else { return order.quitsEarly ? Role(order.name) {} : Role.idle(order.name) }
        return Role(order.name) {
            try await Workers.run(flushers.count) { try await flushers[$0].run() }
        }
    }

    /// The one way from an outbox to a broker: kinds and broker are of the same side.
    private func flusher<Side>(
        _ order: FlushOrder, _ exits: OutboxExits, _ kinds: SentKinds<Side>, _ link: BrokerLink<Side>
    ) throws -> OutboxFlusher? {
        guard !kinds.kinds.isEmpty else { return nil }
        let url = try BrokerURL(link.url.revealed)
        readiness.require(.broker(url))
        return OutboxFlusher(
            name: order.name,
            OutboxFlusher.Configuration(
                node: kinds.node, publisher: .init(url: url), kinds: kinds.kinds,
                burstCount: exits.burstCount, processes: order.flush.processes, periodSeconds: order.flush.periodSeconds,
                shard: exits.shard, quitsEarly: order.quitsEarly),
            database: database, wakeUp: wakeUps.subscribe(to: .outbox), logger: logger("flush"))
    }
}
