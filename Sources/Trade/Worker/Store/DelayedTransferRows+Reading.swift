import NodeKit
import Persistence
import SMPProtocol

/// What a row of `delayed_account_transfer` is called by.
struct DelayedTransferKey: Hashable, Comparable, Sendable {
    let turn: TurnID
    let id: Int64

    static func < (a: DelayedTransferKey, b: DelayedTransferKey) -> Bool { (a.turn, a.id) < (b.turn, b.id) }
}

extension DelayedTransferRows {
    /// A row with its number.
    struct Stored: Sendable {
        let key: DelayedTransferKey
        let transfer: DelayedAccountTransfer
    }

    static let columns = """
        t.message_id, t.turn_id, t.creditor_id, t.debtor_id, t.creation_date, t.transfer_number, t.coordinator_type, t.committed_at, \
        t.acquired_amount, t.transfer_note_format, t.transfer_note, t.principal, t.previous_transfer_number, t.sender, t.recipient, t.ts
        """

    static func decode(_ row: Row) throws -> Stored {
        var c = RowCursor(row)
        let (id, turn, creditor, debtor): (Int64, TurnID, CreditorID, DebtorID) = (try c.next(), try c.next(), try c.next(), try c.next())
        let (date, number, type): (CalendarDate, TransferNumber, CoordinatorType) = (try c.next(), try c.next(), try c.next())
        let (committedAt, amount): (Timestamp, Int64) = (try c.next(), try c.next())
        let (format, note): (String, String) = (try c.next(), try c.next())
        let (principal, previous): (Int64, TransferNumber) = (try c.next(), try c.next())
        let (sender, recipient, ts): (AccountID, AccountID, Timestamp) = (try c.next(), try c.next(), try c.next())
        let message = AccountTransfer(
            transferNoteFormat: format, transferNote: note, debtorID: debtor, creditorID: creditor, coordinatorType: type,
            creationDate: date,
            transferNumber: number, sender: sender, recipient: recipient, acquiredAmount: amount, committedAt: committedAt,
            principal: principal, ts: ts, previousTransferNumber: previous)
        return Stored(key: DelayedTransferKey(turn: turn, id: id), transfer: DelayedAccountTransfer(message, of: turn, now: ts))
    }

    private static let lockReadyStatement = Statement(
        "delayed_account_transfer.lock_ready",
        """
        SELECT \(columns) FROM delayed_account_transfer t JOIN worker_turn w ON w.turn_id = t.turn_id
        WHERE w.phase = 3 AND w.worker_turn_subphase >= 5 ORDER BY t.turn_id, t.message_id LIMIT $1 FOR UPDATE OF t SKIP LOCKED
        """)

    /// Those whose turn's results are there (TW 20.6).
    static func lockReady(limit: Int) -> Query { lockReadyStatement(limit) }

    private static let lockStatement = Statement(
        "delayed_account_transfer.lock",
        """
        SELECT \(columns) FROM unnest($1::integer[], $2::bigint[]) AS k (turn_id, message_id)
        JOIN delayed_account_transfer t ON t.turn_id = k.turn_id AND t.message_id = k.message_id
        ORDER BY t.turn_id, t.message_id FOR UPDATE OF t SKIP LOCKED
        """)

    static func lock(_ keys: Set<DelayedTransferKey>) -> Query {
        let keys = keys.sorted()
        return lockStatement(keys.map(\.turn), keys.map(\.id))
    }

    private static let deleteStatement = Statement(
        "delayed_account_transfer.delete",
        """
        DELETE FROM delayed_account_transfer t USING unnest($1::integer[], $2::bigint[]) AS k (turn_id, message_id)
        WHERE t.turn_id = k.turn_id AND t.message_id = k.message_id
        """)

    static func delete(_ keys: [DelayedTransferKey]) -> Query { deleteStatement(keys.map(\.turn), keys.map(\.id)) }
}
