import Persistence
import SMPProtocol

/// A table whose rows never change, belong to somebody, and are deleted when they are old: the statements of the scanner that does it.
public struct RetentionTable<Owner: WireIdentifier & PostgresScalar>: Sendable {
    /// What the scanner needs to know about a row.
    public struct Candidate: Sendable {
        let place: TupleID
        let owner: Owner
        let at: Timestamp
    }

    let swept: SweptTable<Candidate>
    private let deleteStatement: Statement
    private let deleteForeignStatement: Statement

    /// - Parameters:
    ///   - table: the table's name.
    ///   - owner: the column with the ID of the owner.
    ///   - moment: the column with the moment from which the age counts.
    public init(_ table: String, owner: String, moment: String) {
        swept = SweptTable(table, columns: "\(owner), \(moment)") { row in
            Candidate(place: try row[2], owner: try row[0], at: try row[1])
        }
        deleteStatement = Statement("\(table).delete_old", "DELETE FROM \(table) WHERE ctid = ANY($1) AND \(moment) < $2")
        deleteForeignStatement = Statement(
            "\(table).delete_foreign",
            """
            DELETE FROM \(table) t USING unnest($1::tid[], $2::bigint[]) AS u (place, owner)
            WHERE t.ctid = u.place AND t.\(owner) = u.owner
            """)
    }

    func delete(_ places: [TupleID], before cutoff: Timestamp) -> Query { deleteStatement(places, cutoff) }

    func deleteForeign(_ rows: [Candidate]) -> Query { deleteForeignStatement(rows.map(\.place), rows.map(\.owner)) }
}
