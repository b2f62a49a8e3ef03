import NodeKit
import Persistence
import SMPProtocol

/// The table `ledger_entry`.
enum LedgerRows {
    private static let pageStatement = Statement(
        "ledger.page",
        """
        SELECT entry_id, creation_date, transfer_number, acquired_amount, principal, added_at FROM ledger_entry
        WHERE creditor_id = $1 AND debtor_id = $2 AND entry_id < $3 AND entry_id > $4
        ORDER BY entry_id DESC LIMIT $5
        """)

    /// CA 6.9: backwards from `before` to `stop`, both exclusive.
    static func page(_ key: AccountKey, before: Int64, stop: Int64, limit: Int64) -> Query {
        pageStatement(key.creditor, key.debtor, before, stop, limit)
    }

    static func decode(_ row: Row, _ key: AccountKey) throws -> LedgerEntry {
        var c = RowCursor(row)
        let id: Int64 = try c.next()
        let (date, number): (CalendarDate?, TransferNumber?) = (try c.next(), try c.next())
        let transfer: TransferKey? = if let date, let number { TransferKey(creationDate: date, number: number) } else { nil }
        return LedgerEntry(
            key: key, id: id, transfer: transfer, acquiredAmount: try c.next(), principal: try c.next(), addedAt: try c.next())
    }

    private static let insertStatement = Statement(
        "ledger.insert",
        """
        INSERT INTO ledger_entry (creditor_id, debtor_id, entry_id, creation_date, transfer_number, acquired_amount, principal, added_at)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::date[], $5::bigint[], $6::bigint[], $7::bigint[],
            $8::timestamptz[])
        """)

    static func insert(_ e: [LedgerEntry]) -> Query {
        insertStatement(
            e.map(\.key.creditor), e.map(\.key.debtor), e.map(\.id), e.map(\.transfer?.creationDate), e.map(\.transfer?.number),
            e.map(\.acquiredAmount), e.map(\.principal), e.map(\.addedAt))
    }
}
