import NodeKit
import Persistence
import SMPProtocol

/// The table `committed_transfer`.
enum CommittedTransferRows {
    private static let readStatement = Statement(
        "committed_transfer.read",
        """
        SELECT acquired_amount, principal, committed_at, previous_transfer_number, coordinator_type, sender, recipient,
            transfer_note_format, transfer_note
        FROM committed_transfer WHERE creditor_id = $1 AND debtor_id = $2 AND creation_date = $3 AND transfer_number = $4
        """)

    static func read(_ key: AccountKey, _ transfer: TransferKey) -> Query {
        readStatement(key.creditor, key.debtor, transfer.creationDate, transfer.number)
    }

    static func decode(_ rows: Rows, _ key: AccountKey, _ transfer: TransferKey) throws -> CommittedTransfer? {
        guard let row = rows.first else { return nil }
        var c = RowCursor(row)
        let (acquired, principal, at, previous): (Int64, Int64, Timestamp, TransferNumber) =
            (try c.next(), try c.next(), try c.next(), try c.next())
        return CommittedTransfer(
            key: key, transfer: transfer,
            link: ChainLink(number: transfer.number, previous: previous, acquiredAmount: acquired, principal: principal, committedAt: at),
            coordinatorType: try c.next(), sender: try c.next(), recipient: try c.next(), noteFormat: try c.next(), note: try c.next())
    }

    // MARK: What is known

    private static let knownStatement = Statement(
        "committed_transfer.known",
        """
        SELECT t.creditor_id, t.debtor_id, t.creation_date, t.transfer_number
        FROM unnest($1::bigint[], $2::bigint[], $3::date[], $4::bigint[]) AS k (creditor_id, debtor_id, creation_date, transfer_number)
        JOIN committed_transfer t ON t.creditor_id = k.creditor_id AND t.debtor_id = k.debtor_id
            AND t.creation_date = k.creation_date AND t.transfer_number = k.transfer_number
        """)

    /// Which of some transfers are stored.
    static func known(_ k: Set<CommittedTransferKey>) -> Query {
        knownStatement(
            k.map(\.account.creditor), k.map(\.account.debtor), k.map(\.transfer.creationDate), k.map(\.transfer.number))
    }

    static func decodeKnown(_ row: Row) throws -> CommittedTransferKey {
        var c = RowCursor(row)
        return try CommittedTransferKey(
            account: AccountKey(creditor: c.next(), debtor: c.next()), transfer: TransferKey(creationDate: c.next(), number: c.next()))
    }

    // MARK: Chains

    private static let chainsStatement = Statement(
        "committed_transfer.chains",
        """
        SELECT k.creditor_id, k.debtor_id, k.creation_date, t.transfer_number, t.previous_transfer_number, t.acquired_amount, t.principal,
            t.committed_at
        FROM unnest($1::bigint[], $2::bigint[], $3::date[], $4::bigint[]) AS k (creditor_id, debtor_id, creation_date, after_number)
        CROSS JOIN LATERAL (
            SELECT transfer_number, previous_transfer_number, acquired_amount, principal, committed_at FROM committed_transfer c
            WHERE c.creditor_id = k.creditor_id AND c.debtor_id = k.debtor_id AND c.creation_date = k.creation_date
                AND c.transfer_number > k.after_number
            ORDER BY c.transfer_number LIMIT $5
        ) t
        """)

    /// The stored transfers of server accounts, each after a number, at most `limit` of each. Reads only the index.
    static func chains(_ k: [(key: ChainKey, after: TransferNumber)], limit: Int) -> Query {
        chainsStatement(
            k.map(\.key.account.creditor), k.map(\.key.account.debtor), k.map(\.key.creationDate), k.map(\.after), Int64(limit))
    }

    static func decodeChains(_ rows: Rows, limit: Int) throws -> [ChainKey: Chain] {
        var chains: [ChainKey: Chain] = [:]
        for row in rows {
            var c = RowCursor(row)
            let key = try ChainKey(account: AccountKey(creditor: c.next(), debtor: c.next()), creationDate: c.next())
            chains[key, default: .empty].links.append(
                try ChainLink(
                    number: c.next(), previous: c.next(), acquiredAmount: c.next(), principal: c.next(), committedAt: c.next()))
        }
        for key in chains.keys where chains[key]!.links.count >= limit {
            chains[key]!.isWhole = false
        }
        return chains
    }

    // MARK: Changes

    private static let insertStatement = Statement(
        "committed_transfer.insert",
        """
        INSERT INTO committed_transfer (creditor_id, debtor_id, creation_date, transfer_number, acquired_amount, principal, committed_at,
            previous_transfer_number, coordinator_type, sender, recipient, transfer_note_format, transfer_note)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::date[], $4::bigint[], $5::bigint[], $6::bigint[], $7::timestamptz[],
            $8::bigint[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])
        """)

    static func insert(_ t: [CommittedTransfer]) -> Query {
        insertStatement(
            t.map(\.key.creditor), t.map(\.key.debtor), t.map(\.transfer.creationDate), t.map(\.transfer.number),
            t.map(\.link.acquiredAmount), t.map(\.link.principal), t.map(\.link.committedAt), t.map(\.link.previous),
            t.map(\.coordinatorType), t.map(\.sender), t.map(\.recipient), t.map(\.noteFormat), t.map(\.note))
    }
}
