import Persistence
import SMPProtocol

/// `verify_shard_content`: whether all records belong to the shard (DA 13.3). Reads only.
struct ShardVerification: Sendable {
    let database: Database
    let realm: ShardingRealm
    let rowsPerChunk: Int
    /// Before each chunk; 0 or less: none.
    let pauseSeconds: Double

    /// Every table whose rows belong to debtors, apart from those whose debtors must be in `debtor`: with each row's key and debtor.
    private static let statements = [
        Statement("verify.debtor", "SELECT debtor_id, debtor_id FROM debtor WHERE debtor_id >= $1 ORDER BY debtor_id LIMIT $2"),
        Statement(
            "verify.outbox", "SELECT message_id, debtor_id FROM outbox_message WHERE message_id >= $1 ORDER BY message_id LIMIT $2"),
    ]

    func findsOnlyOwnRecords() async throws -> Bool {
        for statement in Self.statements {
            guard try await holdsOnlyOwnRecords(statement) else { return false }
        }
        return true
    }

    private func holdsOnlyOwnRecords(_ statement: Statement) async throws -> Bool {
        var next: Int64? = .min
        while let first = next {
            if pauseSeconds > 0 { try await Task.sleep(for: .seconds(pauseSeconds)) }
            let rows = try await database.pipeline([statement(first, Int64(rowsPerChunk))], readOnly: true)[0]
            for row in rows {
                let id: DebtorID = try row[1]
                guard realm.contains(id) else { return false }
            }
            guard rows.count == rowsPerChunk, let row = rows.last else { return true }
            let last: Int64 = try row[0]
            next = last == .max ? nil : last + 1
        }
        return true
    }
}
