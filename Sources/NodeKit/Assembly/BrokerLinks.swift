import Messaging
import SMPProtocol

/// Which of a node's two brokers a message leaves through, as a type: the parts of a node send each other messages that nobody else may see
/// (OPS 2.6), and what is internal must not compile into the way out.
public protocol BrokerSide: Sendable {
    /// The same as a value, as routes have it.
    static var broker: PublishingRoute.Broker { get }
}

/// The broker of the messages between nodes.
public enum NetworkSide: BrokerSide {
    /// The network's.
    public static let broker = PublishingRoute.Broker.network
}

/// The broker of the messages between the parts of a node.
public enum InternalSide: BrokerSide {
    /// The node's own.
    public static let broker = PublishingRoute.Broker.internal
}

/// A broker, and what it is for.
public struct BrokerLink<Side: BrokerSide>: Sendable {
    let url: Secret<String>

    /// - Parameter url: as it was given.
    public init(url: Secret<String>) {
        self.url = url
    }
}

extension BrokerLink where Side == InternalSide {
    /// The network's broker serves as the internal one when the node has none of its own (OPS 2.6.1).
    public init(sharing network: BrokerLink<NetworkSide>) {
        self.init(url: network.url)
    }
}

/// Both brokers of a node.
public struct BrokerLinks: Sendable {
    let network: BrokerLink<NetworkSide>
    let `internal`: BrokerLink<InternalSide>

    /// The brokers of the node's queues.
    public init(_ queues: ShardQueues) {
        network = BrokerLink(url: queues.network.url)
        `internal` = queues.internal.map { BrokerLink(url: $0.url) } ?? BrokerLink(sharing: network)
    }
}

/// Kinds of messages that a node sends through one of its brokers.
public struct SentKinds<Side: BrokerSide>: Sendable {
    let node: Node
    let kinds: [MessageKind]

    /// Those of the kinds whose route leads through this broker.
    public init(_ kinds: [MessageKind], of node: Node) {
        self.node = node
        self.kinds = kinds.filter { PublishingRoute(of: $0, from: node)?.broker == Side.broker }
    }
}
