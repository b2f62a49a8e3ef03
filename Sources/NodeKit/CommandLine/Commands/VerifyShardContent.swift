import ArgumentParser
import Persistence

/// Tells by its exit status whether the database holds the shard's own records only (OPS 3.11).
public struct VerifyShardContent<Settings: ServiceConfiguration>: NodeCommand {
    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "verify_shard_content", abstract: "Checks that all records belong to the shard.", helpNames: .long)
    }
    public static var needs: [String] { [Needs.database] }

    public init() {}

    public func execute(_ settings: Settings, _ process: NodeProcess) async throws -> Int32 {
        let database = Database(
            url: try settings.database.url.get(), configuration: settings.database.pool, logger: process.logger)
        let verification = ShardVerification(database: database, shard: settings.common.shard, logger: process.logger)
        return await process.runToEnd { try await verification.run(Settings.partitionedTables) }
    }
}
