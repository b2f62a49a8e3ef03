import Logging
import Messaging
import Persistence

/// The configuration of a node that has a database schema and a queue: what the commands need that are the same for all such nodes.
public protocol ServiceConfiguration: NodeConfiguration {
    var database: DatabaseSettings { get }

    /// All steps of the schema.
    static var migrations: [Migration] { get }

    /// What `subscribe` declares; `unsubscribe` removes its bindings of the queue.
    static func topology(queue: String, routingKey: String) -> Topology

    /// The tables that `verify_shard_content` looks at.
    static var partitionedTables: [ShardVerification.Table] { get }
}

extension ServiceConfiguration {
    /// - Throws: ``ConfigurationError`` when there is no database URL.
    func migrator(logger: Logger) throws(ConfigurationError) -> Migrator {
        let database = Database(
            url: try database.url.get(), configuration: DatabaseConfiguration(maximumConnections: 1), logger: logger)
        return Migrator(service: common.profile.service, migrations: Self.migrations, database: database, logger: logger)
    }
}
