import ArgumentParser
import NodeKit

/// Tells by its exit status whether the database holds the shard's own records only (CA 16.4). Everything else belongs to a creditor, or may
/// stay until a scanner deletes it; a rejected configuration may concern any shard.
struct VerifyShardContent: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify_shard_content", abstract: "Checks that all records belong to the shard.", helpNames: .long)
    static let needs = [Needs.database]

    func execute(_ settings: CreditorsConfiguration, _ process: NodeProcess) async throws -> Int32 {
        let node = try CreditorsNode(settings, connections: 1, logger: process.logger)
        let verification = ShardVerification(database: node.database, shard: settings.common.shard, logger: process.logger)
        return await process.runToEnd {
            try await verification.run([
                .id("creditor", "creditor_id"),
                .id("outbox_message WHERE kind <> 2", "creditor_id"),
            ])
        }
    }
}
