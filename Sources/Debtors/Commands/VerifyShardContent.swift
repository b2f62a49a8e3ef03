import ArgumentParser
import Logging
import NodeKit

/// Tells by its exit status whether the database holds the shard's own records only (DA 13.3).
struct VerifyShardContent: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify_shard_content", abstract: "Checks that all records belong to the shard.", helpNames: .long)
    static let needs = [Needs.database]

    func execute(_ settings: DebtorsConfiguration, _ process: NodeProcess) async throws -> Int32 {
        let node = try DebtorsNode(settings, connections: 1, logger: process.logger)
        let shard = settings.common.shard
        let verification = ShardVerification(
            database: node.database, realm: shard.realm, rowsPerChunk: shard.verificationRowsPerChunk,
            pauseSeconds: shard.verificationPauseSeconds)
        return await process.runToEnd {
            if try await verification.findsOnlyOwnRecords() { return ExitStatus.success }
            process.logger.error("At least one record has been found that does not belong to the shard.")
            return ExitStatus.failure
        }
    }
}
