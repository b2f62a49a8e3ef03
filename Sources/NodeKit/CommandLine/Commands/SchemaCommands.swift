import ArgumentParser
import Messaging

/// Makes or upgrades the tables, and the broker's objects if asked for (OPS 3.4).
public struct ConfigureCommand<Settings: ServiceConfiguration>: NodeCommand {
    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "configure", abstract: "Creates or upgrades the database schema, and the broker's objects if asked for.",
            helpNames: .long)
    }
    public static var needs: [String] { [Needs.database] }

    public init() {}

    public func execute(_ settings: Settings, _ process: NodeProcess) async throws -> Int32 {
        let migrator = try settings.migrator(logger: process.logger)
        let subscribe = subscribing(settings, process)
        return await process.runToEnd {
            try await ConfigureSteps().run(migrate: { try await migrator.migrate() }, subscribe: subscribe)
        }
    }

    /// Nil when the configuration does not ask for it.
    private func subscribing(_ settings: Settings, _ process: NodeProcess) -> ConfigureSteps.Step? {
        guard settings.common.setsUpBrokerBindings else { return nil }
        let broker = settings.common.broker
        let topology = Settings.topology(queue: broker.queue, routingKey: settings.common.shard.realm.bindingKey)
        return { try await BrokerCommands(url: try BrokerURL(broker.url.revealed), logger: process.logger).declare(topology) }
    }
}

/// Waits until the tables are those that this program knows (OPS 3.2).
public struct AwaitMigrationsCommand<Settings: ServiceConfiguration>: NodeCommand {
    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "await_migrations", abstract: "Waits until the database schema is up to date.", helpNames: .long)
    }
    public static var needs: [String] { [Needs.database] }

    public init() {}

    public func execute(_ settings: Settings, _ process: NodeProcess) async throws -> Int32 {
        let migrator = try settings.migrator(logger: process.logger)
        let waiting = AwaitMigrations(logger: process.logger)
        return await process.runToEnd { try await waiting.run { try await migrator.isNewest() } }
    }
}
