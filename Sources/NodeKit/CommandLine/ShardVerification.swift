import Logging
import Persistence

/// What `verify_shard_content` does (OPS 3.11): reads the keys of all partitioned tables, and looks for one that belongs to another shard.
/// Read-only.
public struct ShardVerification: Sendable {
    private struct ForeignRow: Error {}

    private let database: Database
    private let shard: ShardConfiguration
    private let logger: Logger

    /// - Parameter shard: what should be in the database.
    public init(database: Database, shard: ShardConfiguration, logger: Logger) {
        self.database = database
        self.shard = shard
        self.logger = logger
    }

    /// - Returns: the exit status: 0 when everything belongs to the shard, 1 otherwise.
    public func run(_ tables: [PartitionedTable]) async throws -> Int32 {
        for table in tables {
            do {
                try await verify(table)
            } catch is ForeignRow {
                logger.error("At least one record has been found that does not belong to the shard.", metadata: ["table": "\(table.name)"])
                return ExitStatus.failure
            }
        }
        return ExitStatus.success
    }

    private func verify(_ table: PartitionedTable) async throws {
        let pause = shard.verificationPauseSeconds
        try await database.asyncTransaction(readOnly: true) { transaction in
            try await transaction.stream(Query(table.statement), chunkRows: shard.verificationRowsPerChunk) { rows in
                for row in rows where try table.isForeign(row, shard.realm) { throw ForeignRow() }
                if pause > 0 { try await Task.sleep(for: Duration(bounded: pause)) }
            }
        }
    }
}
