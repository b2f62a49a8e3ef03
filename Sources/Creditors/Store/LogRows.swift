import NodeKit
import Persistence
import SMPProtocol

/// The table `log_entry`.
enum LogRows {
    private static let columns = """
        e.entry_id, e.added_at, e.object_kind, e.is_deleted, e.object_update_id, e.debtor_id, e.creation_date, e.transfer_number,
        e.transfer_uuid, e.data_principal, e.data_next_entry_id, e.data_finalized_at, e.data_error_code
        """

    /// The end of the log comes from the same snapshot as the entries, so that a client that goes on from there misses none. Without
    /// entries there is one row of nulls.
    private static let pageStatement = Statement(
        "log.page",
        """
        SELECT c.last_log_entry_id, \(columns)
        FROM creditor c LEFT JOIN LATERAL (
            SELECT * FROM log_entry l WHERE l.creditor_id = $1 AND l.entry_id > $2 ORDER BY l.entry_id LIMIT $3
        ) e ON true
        WHERE c.creditor_id = $1
        ORDER BY e.entry_id
        """)

    /// CA 6.9: forward from `after`, exclusive.
    static func page(_ creditor: CreditorID, after: Int64, limit: Int64) -> Query { pageStatement(creditor, after, limit) }

    /// - Returns: nil when there is no such creditor.
    static func decodePage(_ rows: Rows, _ creditor: CreditorID) throws -> LogPage? {
        guard let first = rows.first else { return nil }
        var page = LogPage(lastEntryID: try first[0])
        for row in rows {
            guard let id: Int64 = try row[1] else { break }
            var c = RowCursor(row, from: 2)
            page.entries.append(try decode(&c, creditor, id))
        }
        return page
    }

    private static func decode(_ c: inout RowCursor, _ creditor: CreditorID, _ id: Int64) throws -> LogEntry {
        let (addedAt, kind, isDeleted, updateID): (Timestamp, Int16, Bool, UpdateID?) =
            (try c.next(), try c.next(), try c.next(), try c.next())
        let object = LogObject(
            kind: kind, debtor: try c.next(), creationDate: try c.next(), transferNumber: try c.next(), uuid: try c.next())
        let (principal, nextEntryID): (Int64?, Int64?) = (try c.next(), try c.next())
        let (finalizedAt, errorCode): (Timestamp?, String?) = (try c.next(), try c.next())
        let data: LogData? =
            if let principal, let nextEntryID {
                .ledger(principal: principal, nextEntryID: nextEntryID)
            } else if let finalizedAt {
                .finalized(at: finalizedAt, errorCode: errorCode)
            } else {
                nil
            }
        return LogEntry(
            creditor: creditor, id: id, addedAt: addedAt, object: object, updateID: updateID, isDeleted: isDeleted, data: data)
    }

    private static let insertStatement = Statement(
        "log.insert",
        """
        INSERT INTO log_entry (creditor_id, entry_id, added_at, object_kind, is_deleted, object_update_id, debtor_id, creation_date,
            transfer_number, transfer_uuid, data_principal, data_next_entry_id, data_finalized_at, data_error_code)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::smallint[], $5::boolean[], $6::bigint[], $7::bigint[],
            $8::date[], $9::bigint[], $10::uuid[], $11::bigint[], $12::bigint[], $13::timestamptz[], $14::text[])
        """)

    static func insert(_ e: [LogEntry]) -> Query {
        insertStatement(
            e.map(\.creditor), e.map(\.id), e.map(\.addedAt), e.map(\.object.kind), e.map(\.isDeleted), e.map(\.updateID),
            e.map(\.object.debtor), e.map(\.object.transfer?.creationDate), e.map(\.object.transfer?.number), e.map(\.object.uuid),
            e.map(\.data?.principal), e.map(\.data?.nextEntryID), e.map(\.data?.finalizedAt), e.map(\.data?.errorCode))
    }
}

extension LogData {
    fileprivate var principal: Int64? { if case .ledger(let principal, _) = self { principal } else { nil } }
    fileprivate var nextEntryID: Int64? { if case .ledger(_, let id) = self { id } else { nil } }
    fileprivate var finalizedAt: Timestamp? { if case .finalized(let at, _) = self { at } else { nil } }
    fileprivate var errorCode: String? { if case .finalized(_, let code) = self { code } else { nil } }
}
