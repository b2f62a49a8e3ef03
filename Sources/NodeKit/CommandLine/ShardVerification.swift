import Logging
import Persistence
import SMPProtocol

/// What `verify_shard_content` does (OPS 3.11): reads the keys of all partitioned tables, and looks for one that belongs to another shard. Read-only.
public struct ShardVerification: Sendable {
    /// A table whose rows are partitioned, and the column that says by what.
    public struct Table: Sendable {
        let name: String
        let column: String
        let isForeign: @Sendable (Row, ShardingRealm) throws -> Bool

        /// The key is an ID.
        public static func id(_ name: String, _ column: String) -> Table {
            Table(name: name, column: column) { row, realm in !realm.contains(CreditorID(rawValue: try row[0])) }
        }

        /// The key is a text, e.g. the locator of a document.
        public static func text(_ name: String, _ column: String) -> Table {
            Table(name: name, column: column) { row, realm in !realm.contains(text: try row[0]) }
        }

        /// Names of tables and columns are constants of the program.
        var statement: Statement { Statement("verify \(name)", "SELECT \(column) FROM \(name)") }
    }

    private struct ForeignRow: Error {}

    private let database: Database
    private let shard: ShardConfiguration
    private let logger: Logger

    public init(database: Database, shard: ShardConfiguration, logger: Logger) {
        self.database = database
        self.shard = shard
        self.logger = logger
    }

    /// - Returns: the exit status: 0 when everything belongs to the shard, 1 otherwise.
    public func run(_ tables: [Table]) async throws -> Int32 {
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

    private func verify(_ table: Table) async throws {
        let pause = shard.verificationPauseSeconds
        try await database.asyncTransaction(readOnly: true) { transaction in
            try await transaction.stream(Query(table.statement), chunkRows: shard.verificationRowsPerChunk) { rows in
                for row in rows where try table.isForeign(row, shard.realm) { throw ForeignRow() }
                if pause > 0 { try await Task.sleep(for: .seconds(pause)) }
            }
        }
    }
}
