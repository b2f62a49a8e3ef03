import ArgumentParser
import Logging
import Messaging
import Persistence

/// `configure`: makes or upgrades the tables, and the broker's objects if asked for (OPS 3.4).
public struct ConfigureCommand<Settings: ServiceConfiguration>: NodeCommand {
    /// `configure`
    public static var configuration: CommandConfiguration { Configuring<Settings>.commandConfiguration }

    /// All databases.
    public var needs: [String] { Configuring<Settings>(databases: Settings.databases).needs }

    /// For the parser.
    public init() {}

    /// One database after the other, then the broker.
    public func execute(_ settings: Settings, _ process: NodeProcess) async throws -> Int32 {
        try await Configuring(databases: Settings.databases).run(settings, process)
    }
}

/// `configure [NAME]` of a node with several databases: all of them, or one.
public struct ConfigureOneCommand<Settings: ServiceConfiguration>: NodeCommand {
    /// `configure`
    public static var configuration: CommandConfiguration { Configuring<Settings>.commandConfiguration }
    @Argument(help: "Only this database: \(Settings.databases.map(\.name).joined(separator: " or ")).")
    var database: String?

    /// Only the databases that are meant.
    public var needs: [String] { Configuring(databases: databases).needs }

    private var databases: [DatabaseDescription<Settings>] {
        Settings.databases.filter { database == nil || database == $0.name }
    }

    /// For the parser.
    public init() {}

    /// - Throws: a usage error when there is no such database.
    public func validate() throws {
        guard databases.isEmpty else { return }
        throw ValidationError("There is no database of this name: \(database ?? "")")
    }

    /// One database after the other, then the broker.
    public func execute(_ settings: Settings, _ process: NodeProcess) async throws -> Int32 {
        try await Configuring(databases: databases).run(settings, process)
    }
}

/// What both forms do.
private struct Configuring<Settings: ServiceConfiguration> {
    let databases: [DatabaseDescription<Settings>]

    static var commandConfiguration: CommandConfiguration {
        CommandConfiguration(
            commandName: "configure", abstract: "Creates or upgrades the database schema, and the broker's objects if asked for.",
            helpNames: .long)
    }

    var needs: [String] { databases.map(\.variable) }

    func run(_ settings: Settings, _ process: NodeProcess) async throws -> Int32 {
        let migrators = try databases.map { try $0.migrator(settings, logger: process.logger) }
        let subscribe = subscribing(settings, process)
        return await process.runToEnd {
            try await ConfigureSteps().run(
                migrate: { for migrator in migrators { try await migrator.migrate() } }, subscribe: subscribe)
        }
    }

    /// Nil when the configuration does not ask for it, or when it is not about the database behind the queues.
    private func subscribing(_ settings: Settings, _ process: NodeProcess) -> ConfigureSteps.Step? {
        guard settings.common.setsUpBrokerBindings, databases.contains(where: \.belongsToQueues) else { return nil }
        let objects = Settings.brokerObjects(settings.queues, routingKey: settings.common.shard.realm.bindingKey)
        return { try await objects.declare(logger: process.logger) }
    }
}

/// `await_migrations`: waits until the tables are those that this program knows (OPS 3.2), in all databases whose URL is set.
public struct AwaitMigrationsCommand<Settings: ServiceConfiguration>: NodeCommand {
    /// `await_migrations`
    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "await_migrations", abstract: "Waits until the database schema is up to date.", helpNames: .long)
    }

    /// The database, when the node has only one.
    public var needs: [String] { Settings.databases.count == 1 ? Settings.databases.map(\.variable) : [] }

    /// For the parser.
    public init() {}

    /// Waits without limit.
    public func execute(_ settings: Settings, _ process: NodeProcess) async throws -> Int32 {
        let known = Settings.databases.filter { $0.settings(settings).url.value != nil }
        guard !known.isEmpty else { throw ConfigurationError(Settings.databases.map { .missing($0.variable) }) }
        let migrators = try known.map { try $0.migrator(settings, logger: process.logger) }
        let waiting = AwaitMigrations(logger: process.logger)
        return await process.runToEnd {
            try await waiting.run {
                for migrator in migrators where try await !migrator.isNewest() { return false }
                return true
            }
        }
    }
}

/// `verify_shard_content`: tells by its exit status whether the databases hold the shard's own records only (OPS 3.11).
public struct VerifyShardContent<Settings: ServiceConfiguration>: NodeCommand {
    /// `verify_shard_content`
    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "verify_shard_content", abstract: "Checks that all records belong to the shard.", helpNames: .long)
    }

    private static var databases: [DatabaseDescription<Settings>] { Settings.databases.filter { !$0.partitionedTables.isEmpty } }

    /// The databases whose records are divided among the shards.
    public var needs: [String] { Self.databases.map(\.variable) }

    /// For the parser.
    public init() {}

    /// Reads, and changes nothing.
    public func execute(_ settings: Settings, _ process: NodeProcess) async throws -> Int32 {
        let verifications = try Self.databases.map { description in
            let database = try description.open(settings, connections: 1, logger: process.logger)
            return (ShardVerification(database: database, shard: settings.common.shard, logger: process.logger), description)
        }
        return await process.runToEnd {
            for (verification, description) in verifications {
                let status = try await verification.run(description.partitionedTables)
                guard status == ExitStatus.success else { return status }
            }
            return ExitStatus.success
        }
    }
}

extension DatabaseDescription where Settings: ServiceConfiguration {
    /// - Throws: ``ConfigurationError`` when there is no URL.
    func open(_ settings: Settings, connections: Int, logger: Logger) throws(ConfigurationError) -> Database {
        var configuration = self.settings(settings).pool
        configuration.maximumConnections = connections
        // Migrations wait for whoever is at work.
        configuration.sessionSettings["lock_timeout"] = nil
        return Database(url: try self.settings(settings).url.get(), configuration: configuration, logger: logger)
    }

    /// - Throws: ``ConfigurationError`` when there is no URL.
    fileprivate func migrator(_ settings: Settings, logger: Logger) throws(ConfigurationError) -> Migrator {
        Migrator(
            service: self.settings(settings).service, migrations: migrations,
            database: try open(settings, connections: 1, logger: logger), logger: logger)
    }
}

extension [BrokerObjects] {
    /// Declares everything, broker by broker.
    func declare(logger: Logger) async throws {
        for objects in self {
            let commands = BrokerCommands(url: try BrokerURL(objects.url.revealed), logger: logger)
            try await commands.declare(objects.topology)
            let hasStream = objects.topology.queues.contains { $0.arguments[named: "x-queue-type"] == "stream" }
            if hasStream, let version = try await commands.version(), !version.deliversDeadLettersToStreams {
                logger.warning(
                    """
                    RabbitMQ \(version) loses what should go to a dead-letter queue of our kind (those from 3.12 on do not): look for \
                    rejected messages with the command rejected_messages
                    """)
            }
        }
    }
}
