import ArgumentParser
import Logging
import Messaging
import NodeKit
import Persistence

/// Makes or upgrades the tables, and the broker's objects if asked for (CA 3.2, OPS 3.4).
struct Configure: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "configure", abstract: "Creates or upgrades the database schema, and the broker's objects if asked for.",
        helpNames: .long)
    static let needs = [Needs.database]

    func execute(_ settings: CreditorsConfiguration, _ process: NodeProcess) async throws -> Int32 {
        let migrator = try Schema.migrator(settings, process.logger)
        var subscribe: ConfigureSteps.Step?
        if settings.common.setsUpBrokerBindings {
            let common = settings.common
            let logger = process.logger
            subscribe = {
                let commands = BrokerCommands(url: try BrokerURL(common.broker.url.revealed), logger: logger)
                try await commands.declare(
                    .creditorsAgent(queue: common.broker.queue, routingKey: common.shard.realm.bindingKey))
            }
        }
        return await process.runToEnd { [subscribe] in
            try await ConfigureSteps().run(migrate: { try await migrator.migrate() }, subscribe: subscribe)
        }
    }
}

/// Waits until the tables are those that this program knows (CA 3.2, OPS 3.2).
struct AwaitMigrationsCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "await_migrations", abstract: "Waits until the database schema is up to date.", helpNames: .long)
    static let needs = [Needs.database]

    func execute(_ settings: CreditorsConfiguration, _ process: NodeProcess) async throws -> Int32 {
        let migrator = try Schema.migrator(settings, process.logger)
        let waiting = AwaitMigrations(logger: process.logger)
        return await process.runToEnd { try await waiting.run { try await migrator.isNewest() } }
    }
}

enum Schema {
    static func migrator(_ settings: CreditorsConfiguration, _ logger: Logger) throws(ConfigurationError) -> Migrator {
        let database = Database(
            url: try settings.database.url.get(), configuration: DatabaseConfiguration(maximumConnections: 1), logger: logger)
        return Migrator(
            service: settings.common.profile.service, migrations: Resources.migrations, database: database, logger: logger)
    }
}
