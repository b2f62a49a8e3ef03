import NodeKit
import Persistence
import SMPProtocol

/// The table `creditor`.
enum CreditorRows {
    private static let columns = """
        creditor_id, status, created_at, reservation_id, update_ts, last_log_entry_id, largest_historic_ledger_entry_id,
        accounts_list_update_id, accounts_list_update_ts, transfers_list_update_id, transfers_list_update_ts, deactivation_date,
        accounts_count, transfers_count, reconfigs_count, reconfigs_reset_at, initiations_count, initiations_reset_at
        """

    // Locking a creditor is the first thing in every transaction that changes something of it; several are locked in the order of
    // their IDs, so that no two transactions wait for each other.

    private static let lockStatement = Statement(
        "creditor.lock",
        "SELECT \(columns) FROM creditor WHERE creditor_id = ANY($1) ORDER BY creditor_id FOR NO KEY UPDATE")

    static func lock(_ ids: Set<CreditorID>) -> Query { lockStatement(ids.sorted()) }

    static func lock(_ id: CreditorID) -> Query { lockStatement([id]) }

    private static let lockFreeStatement = Statement(
        "creditor.lock_free",
        "SELECT \(columns) FROM creditor WHERE creditor_id = ANY($1) ORDER BY creditor_id FOR NO KEY UPDATE SKIP LOCKED")

    /// Leaves out creditors that somebody else is busy with.
    static func lockFree(_ ids: Set<CreditorID>) -> Query { lockFreeStatement(ids.sorted()) }

    private static let readStatement = Statement("creditor.read", "SELECT \(columns) FROM creditor WHERE creditor_id = $1")

    static func read(_ id: CreditorID) -> Query { readStatement(id) }

    /// What the scanner walks over.
    static let swept = SweptTable("creditor", columns: columns) { try decode($0) }

    private static let walletStatement = Statement(
        "creditor.wallet",
        """
        SELECT c.last_log_entry_id, p.status FROM creditor c JOIN pin p ON p.creditor_id = c.creditor_id
        WHERE c.creditor_id = $1 AND c.status = 1
        """)

    /// The end of the log and the status of the PIN of an active creditor.
    static func wallet(_ id: CreditorID) -> Query { walletStatement(id) }

    private static let activeStatement = Statement(
        "creditor.active",
        "SELECT creditor_id FROM creditor WHERE creditor_id >= $1 AND status = 1 ORDER BY creditor_id LIMIT $2")

    /// CA 5.4. Reads only the index.
    static func active(from id: CreditorID, limit: Int64) -> Query { activeStatement(id, limit) }

    static func decode(_ rows: Rows) throws -> [Creditor] { try rows.map { try decode($0) } }

    static func decode(_ row: Row) throws -> Creditor {
        var cursor = RowCursor(row)
        return try Creditor(
            id: cursor.next(), status: cursor.next(), createdAt: cursor.next(), reservationID: cursor.next(),
            version: Version(id: 1, at: cursor.next()), lastLogEntryID: cursor.next(), largestHistoricLedgerEntryID: cursor.next(),
            accountsList: Version(id: cursor.next(), at: cursor.next()), transfersList: Version(id: cursor.next(), at: cursor.next()),
            deactivationDate: cursor.next(),
            usage: Usage(
                accounts: cursor.next(), transfers: cursor.next(),
                reconfigs: .init(count: cursor.next(), resetAt: cursor.next()),
                initiations: .init(count: cursor.next(), resetAt: cursor.next())))
    }

    // MARK: Reservation

    private static let relicsStatement = Statement(
        "creditor.relics",
        """
        SELECT nextval('creditor_reservation_id_seq'),
            (SELECT max(entry_id) FROM log_entry WHERE creditor_id = $1),
            coalesce((SELECT max(entry_id) FROM ledger_entry WHERE creditor_id = $1), 0)
        """)

    /// A fresh reservation ID, and the largest entry IDs of the log and of the ledgers that a former creditor has left behind.
    static func relics(_ id: CreditorID) -> Query { relicsStatement(id) }

    private static let insertStatement = Statement(
        "creditor.insert",
        """
        INSERT INTO creditor (creditor_id, status, created_at, reservation_id, update_ts, last_log_entry_id,
            largest_historic_ledger_entry_id, accounts_list_update_id, accounts_list_update_ts, transfers_list_update_id,
            transfers_list_update_ts)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT DO NOTHING
        """)

    /// Affects no row when there is a creditor with this ID.
    static func insert(_ c: Creditor) -> Query {
        insertStatement(
            c.id, c.status, c.createdAt, c.reservationID, c.version.at, c.lastLogEntryID, c.largestHistoricLedgerEntryID,
            c.accountsList.id, c.accountsList.at, c.transfersList.id, c.transfersList.at)
    }

    // MARK: Changes

    private static let updateLogsStatement = Statement(
        "creditor.update_logs",
        """
        UPDATE creditor c
        SET last_log_entry_id = u.entry_id, transfers_list_update_id = u.update_id, transfers_list_update_ts = u.update_ts
        FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::timestamptz[]) AS u (creditor_id, entry_id, update_id, update_ts)
        WHERE c.creditor_id = u.creditor_id
        """)

    private static let updateStatement = Statement(
        "creditor.update",
        """
        UPDATE creditor c
        SET status = u.status, last_log_entry_id = u.entry_id, largest_historic_ledger_entry_id = u.ledger_entry_id,
            accounts_list_update_id = u.accounts_id, accounts_list_update_ts = u.accounts_ts,
            transfers_list_update_id = u.transfers_id, transfers_list_update_ts = u.transfers_ts,
            deactivation_date = u.deactivation_date, accounts_count = u.accounts_count, transfers_count = u.transfers_count,
            reconfigs_count = u.reconfigs_count, reconfigs_reset_at = u.reconfigs_reset_at,
            initiations_count = u.initiations_count, initiations_reset_at = u.initiations_reset_at
        FROM unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::timestamptz[], $7::bigint[],
            $8::timestamptz[], $9::date[], $10::smallint[], $11::smallint[], $12::smallint[], $13::integer[], $14::smallint[],
            $15::integer[])
            AS u (creditor_id, status, entry_id, ledger_entry_id, accounts_id, accounts_ts, transfers_id, transfers_ts,
                deactivation_date, accounts_count, transfers_count, reconfigs_count, reconfigs_reset_at, initiations_count,
                initiations_reset_at)
        WHERE c.creditor_id = u.creditor_id
        """)

    /// Stores new states of locked creditors. Messages change hardly more than the end of the log, which is cheaper to store.
    static func update(_ changes: [(old: Creditor, new: Creditor)]) -> [Query] {
        var logs: [Creditor] = []
        var others: [Creditor] = []
        for (old, new) in changes where old != new {
            precondition(old.id == new.id && old.lastLogEntryID <= new.lastLogEntryID, "a log never shrinks")
            var onlyLog = old
            onlyLog.lastLogEntryID = new.lastLogEntryID
            onlyLog.transfersList = new.transfersList
            if onlyLog == new { logs.append(new) } else { others.append(new) }
        }
        return (logs.isEmpty ? [] : [updateLogs(logs)]) + (others.isEmpty ? [] : [updateAll(others)])
    }

    private static func updateLogs(_ c: [Creditor]) -> Query {
        updateLogsStatement(c.map(\.id), c.map(\.lastLogEntryID), c.map(\.transfersList.id), c.map(\.transfersList.at))
    }

    private static func updateAll(_ c: [Creditor]) -> Query {
        updateStatement(
            c.map(\.id), c.map(\.status), c.map(\.lastLogEntryID), c.map(\.largestHistoricLedgerEntryID), c.map(\.accountsList.id),
            c.map(\.accountsList.at), c.map(\.transfersList.id), c.map(\.transfersList.at), c.map(\.deactivationDate),
            c.map(\.usage.accounts), c.map(\.usage.transfers), c.map(\.usage.reconfigs.count), c.map(\.usage.reconfigs.resetAt),
            c.map(\.usage.initiations.count), c.map(\.usage.initiations.resetAt))
    }

    private static let deleteStatement = Statement("creditor.delete", "DELETE FROM creditor WHERE creditor_id = ANY($1)")

    /// CA 5.5: with everything that refers to them.
    static func delete(_ ids: [CreditorID]) -> Query { deleteStatement(ids) }
}
