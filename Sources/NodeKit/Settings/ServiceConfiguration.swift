import Messaging
import Persistence

/// The configuration of a node that has databases and queues: what the commands need that are the same for all such nodes.
public protocol ServiceConfiguration: NodeConfiguration {
    /// The databases of the node, in the order in which `configure` brings them up to date.
    static var databases: [DatabaseDescription<Self>] { get }

    /// The queues that this process consumes, or that `subscribe` makes.
    var queues: ShardQueues { get }

    /// What `subscribe` declares, broker by broker; `unsubscribe` removes the bindings of the queues.
    static func brokerObjects(_ queues: ShardQueues, routingKey: String) -> [BrokerObjects]

    /// How the scanners walk.
    var walks: ScanWalks { get }
}

extension ServiceConfiguration {
    /// One queue, unless the node says otherwise.
    public var queues: ShardQueues { ShardQueues(network: common.broker.address) }
}

/// A database of a node as data.
public struct DatabaseDescription<Settings: Sendable>: Sendable {
    /// What `configure` calls it, e.g. `worker`, and what its schema is recorded under.
    public let name: String
    /// The variable with its URL.
    public let variable: String
    /// All steps of the schema.
    public let migrations: [Migration]
    /// The tables that `verify_shard_content` looks at.
    public let partitionedTables: [PartitionedTable]
    /// Whether `configure` also makes the broker's objects when it has brought this database up to date.
    public let belongsToQueues: Bool
    /// The database in the configuration.
    public let settings: @Sendable (Settings) -> DatabaseSettings

    /// A description; see the members for the parameters.
    public init(
        _ name: String, variable: String, migrations: [Migration], partitionedTables: [PartitionedTable] = [],
        belongsToQueues: Bool = true, settings: @escaping @Sendable (Settings) -> DatabaseSettings
    ) {
        self.name = name
        self.variable = variable
        self.migrations = migrations
        self.partitionedTables = partitionedTables
        self.belongsToQueues = belongsToQueues
        self.settings = settings
    }
}

/// What a node needs at one broker.
public struct BrokerObjects: Sendable {
    /// As it was given.
    public let url: Secret<String>
    /// Exchanges, queues and bindings.
    public let topology: Topology

    /// Objects at a broker.
    public init(_ url: Secret<String>, _ topology: Topology) {
        self.url = url
        self.topology = topology
    }
}
