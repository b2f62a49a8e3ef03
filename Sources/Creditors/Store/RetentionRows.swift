import NodeKit
import Persistence
import SMPProtocol

/// The statements of the scanners that delete old rows. The tables differ in their names and in the column of the moment.
struct RetentionRows: Sendable {
    /// What a scanner walks over.
    let swept: SweptTable<Candidate>
    private let deleteStatement: Statement
    private let deleteForeignStatement: Statement

    static let logEntries = RetentionRows("log_entry", "added_at")
    static let ledgerEntries = RetentionRows("ledger_entry", "added_at")
    static let committedTransfers = RetentionRows("committed_transfer", "committed_at")

    private init(_ table: String, _ moment: String) {
        swept = SweptTable(table, columns: "creditor_id, \(moment)") { row in
            Candidate(place: try row[2], creditor: try row[0], at: try row[1])
        }
        deleteStatement = Statement("\(table).delete_old", "DELETE FROM \(table) WHERE ctid = ANY($1) AND \(moment) < $2")
        deleteForeignStatement = Statement(
            "\(table).delete_foreign",
            """
            DELETE FROM \(table) t USING unnest($1::tid[], $2::bigint[]) AS u (place, creditor_id)
            WHERE t.ctid = u.place AND t.creditor_id = u.creditor_id
            """)
    }

    /// What a scanner needs to know about a row.
    struct Candidate: Sendable {
        let place: TupleID
        let creditor: CreditorID
        let at: Timestamp
    }

    func delete(_ places: [TupleID], before cutoff: Timestamp) -> Query { deleteStatement(places, cutoff) }

    func deleteForeign(_ rows: [Candidate]) -> Query { deleteForeignStatement(rows.map(\.place), rows.map(\.creditor)) }
}
