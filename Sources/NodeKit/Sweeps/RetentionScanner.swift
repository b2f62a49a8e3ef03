import Persistence
import SMPProtocol

/// Deletes what is older than its retention, and, after a split, what belongs to another shard.
public struct RetentionScanner<Owner: WireIdentifier & PostgresScalar>: Sendable {
    private let table: RetentionTable<Owner>
    private let database: Database
    private let responsibility: Responsibility<Owner>
    private let deletesParentRecords: Bool
    private let cutoff: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - deletesParentRecords: whether rows of other shards are deleted, whatever their age (`DELETE_PARENT_SHARD_RECORDS`).
    ///   - cutoff: the moment before which everything may be deleted, as of now.
    public init(
        _ table: RetentionTable<Owner>, in database: Database, responsibility: Responsibility<Owner>, deletesParentRecords: Bool,
        cutoff: @escaping @Sendable () -> Timestamp
    ) {
        self.table = table
        self.database = database
        self.responsibility = responsibility
        self.deletesParentRecords = deletesParentRecords
        self.cutoff = cutoff
    }

    /// The role that walks over the table.
    public func role(_ scan: Scan) -> some NodeRole {
        Sweep(scan, table: table.swept, database: database, process: process)
    }

    /// Rows never change, so what was read is still true; a place may only have been given to another row, which is looked at again.
    @Sendable func process(_ rows: [RetentionTable<Owner>.Candidate]) async throws {
        let cutoff = cutoff()
        let foreign = rows.filter { deletesParentRecords && !responsibility.includes($0.owner) }
        let old = rows.filter { $0.at < cutoff && !(deletesParentRecords && !responsibility.includes($0.owner)) }.map(\.place)
        var queries: [Query] = []
        if !old.isEmpty { queries.append(table.delete(old, before: cutoff)) }
        if !foreign.isEmpty { queries.append(table.deleteForeign(foreign)) }
        _ = try await database.pipeline(queries)
    }
}
