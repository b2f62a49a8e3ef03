import NodeKit
import Persistence
import SMPProtocol

/// The table `account_data`.
enum AccountDataRows {
    /// In the order of `decode`.
    static let columns = """
        a.creditor_id, a.debtor_id, a.creation_date, a.last_change_ts, a.last_change_seqnum, a.principal, a.interest,
        a.last_transfer_number, a.last_transfer_committed_at, a.last_heartbeat_ts, a.has_server_account, a.last_config_ts,
        a.last_config_seqnum, a.negligible_amount, a.config_flags, a.config_data, a.allow_unsafe_deletion, a.is_config_effectual,
        a.config_error, a.config_update_id, a.config_update_ts, a.interest_rate, a.last_interest_rate_change_ts,
        a.transfer_note_max_bytes, a.account_id, a.debtor_info_iri, a.debtor_info_content_type, a.debtor_info_sha256,
        a.info_update_id, a.info_update_ts, a.ledger_principal, a.ledger_last_entry_id, a.ledger_last_transfer_number,
        a.ledger_pending_transfer_ts, a.ledger_has_work, a.ledger_update_id, a.ledger_update_ts
        """

    static func decode(_ row: Row, from column: Int = 0) throws -> AccountData {
        var c = RowCursor(row, from: column)
        let key = AccountKey(creditor: try c.next(), debtor: try c.next())
        let server = try ServerAccount(
            creationDate: c.next(), lastChangeAt: c.next(), lastChangeSeqnum: c.next(), principal: c.next(), interest: c.next(),
            lastTransferNumber: c.next(), lastTransferCommittedAt: c.next(), lastHeartbeatAt: c.next(), exists: c.next())
        let config = try AccountConfig(
            at: c.next(), seqnum: c.next(), negligibleAmount: c.next(), flags: c.next(), data: c.next(), allowUnsafeDeletion: c.next(),
            isEffectual: c.next(), error: c.next(), version: Version(id: c.next(), at: c.next()))
        let info = try AccountInfo(
            interestRate: c.next(), interestRateChangedAt: c.next(), noteMaxBytes: c.next(), accountID: c.next(),
            debtorInfo: DebtorInfo(iri: c.next(), contentType: c.next(), sha256: c.next()), version: Version(id: c.next(), at: c.next()))
        let ledger = try Ledger(
            principal: c.next(), lastEntryID: c.next(), lastTransferNumber: c.next(), pendingTransferAt: c.next(), hasWork: c.next(),
            version: Version(id: c.next(), at: c.next()))
        return AccountData(key: key, server: server, config: config, info: info, ledger: ledger)
    }

    // MARK: Reading

    private static let readManyStatement = Statement(
        "account_data.read_many",
        """
        SELECT \(columns) FROM unnest($1::bigint[], $2::bigint[]) AS k (creditor_id, debtor_id)
        JOIN account_data a ON a.creditor_id = k.creditor_id AND a.debtor_id = k.debtor_id
        """)

    static func read(_ keys: some Collection<AccountKey>) -> Query { readManyStatement(keys.map(\.creditor), keys.map(\.debtor)) }

    private static let readStatement = Statement(
        "account_data.read", "SELECT \(columns) FROM account_data a WHERE a.creditor_id = $1 AND a.debtor_id = $2")

    static func read(_ key: AccountKey) -> Query { readStatement(key.creditor, key.debtor) }

    /// What the scanner walks over.
    static let swept = SweptTable("account_data a", columns: columns) { try decode($0) }

    private static let workStatement = Statement(
        "account_data.work",
        """
        SELECT creditor_id, debtor_id FROM account_data
        WHERE ledger_has_work AND (creditor_id, debtor_id) > ($1, $2) ORDER BY creditor_id, debtor_id LIMIT $3
        """)

    /// Accounts whose ledgers the ledger job has to process, in order, after a key.
    static func work(after key: AccountKey, limit: Int64) -> Query { workStatement(key.creditor, key.debtor, limit) }

    // MARK: Writing

    /// Parameters $1, $2… in the order of `columns`.
    private static let arrays = """
        unnest($1::bigint[], $2::bigint[], $3::date[], $4::timestamptz[], $5::integer[], $6::bigint[], $7::double precision[],
            $8::bigint[], $9::timestamptz[], $10::timestamptz[], $11::boolean[], $12::timestamptz[], $13::integer[], $14::real[],
            $15::integer[], $16::text[], $17::boolean[], $18::boolean[], $19::text[], $20::bigint[], $21::timestamptz[], $22::real[],
            $23::timestamptz[], $24::integer[], $25::text[], $26::text[], $27::text[], $28::bytea[], $29::bigint[],
            $30::timestamptz[], $31::bigint[], $32::bigint[], $33::bigint[], $34::timestamptz[], $35::boolean[], $36::bigint[],
            $37::timestamptz[])
        """

    private static let names = columns.replacing("a.", with: "").replacing("\n", with: " ")

    private static let insertStatement = Statement(
        "account_data.insert", "INSERT INTO account_data (\(names)) SELECT * FROM \(arrays)")

    static func insert(_ account: AccountData) -> Query { Query(insertStatement, parameters([account])) }

    private static let updateStatement = Statement(
        "account_data.update",
        """
        UPDATE account_data a
        SET (creation_date, last_change_ts, last_change_seqnum, principal, interest, last_transfer_number, last_transfer_committed_at,
                last_heartbeat_ts, has_server_account, last_config_ts, last_config_seqnum, negligible_amount, config_flags, config_data,
                allow_unsafe_deletion, is_config_effectual, config_error, config_update_id, config_update_ts, interest_rate,
                last_interest_rate_change_ts, transfer_note_max_bytes, account_id, debtor_info_iri, debtor_info_content_type,
                debtor_info_sha256, info_update_id, info_update_ts, ledger_principal, ledger_last_entry_id, ledger_last_transfer_number,
                ledger_pending_transfer_ts, ledger_has_work, ledger_update_id, ledger_update_ts)
          = (u.creation_date, u.last_change_ts, u.last_change_seqnum, u.principal, u.interest, u.last_transfer_number,
                u.last_transfer_committed_at, u.last_heartbeat_ts, u.has_server_account, u.last_config_ts, u.last_config_seqnum,
                u.negligible_amount, u.config_flags, u.config_data, u.allow_unsafe_deletion, u.is_config_effectual, u.config_error,
                u.config_update_id, u.config_update_ts, u.interest_rate, u.last_interest_rate_change_ts, u.transfer_note_max_bytes,
                u.account_id, u.debtor_info_iri, u.debtor_info_content_type, u.debtor_info_sha256, u.info_update_id, u.info_update_ts,
                u.ledger_principal, u.ledger_last_entry_id, u.ledger_last_transfer_number, u.ledger_pending_transfer_ts,
                u.ledger_has_work, u.ledger_update_id, u.ledger_update_ts)
        FROM \(arrays) AS u (\(names))
        WHERE a.creditor_id = u.creditor_id AND a.debtor_id = u.debtor_id
        """)

    private static let updateLedgersStatement = Statement(
        "account_data.update_ledgers",
        """
        UPDATE account_data a
        SET ledger_principal = u.principal, ledger_last_entry_id = u.entry_id, ledger_last_transfer_number = u.number,
            ledger_pending_transfer_ts = u.pending_ts, ledger_has_work = u.has_work, ledger_update_id = u.update_id,
            ledger_update_ts = u.update_ts
        FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::timestamptz[], $7::boolean[],
            $8::bigint[], $9::timestamptz[])
            AS u (creditor_id, debtor_id, principal, entry_id, number, pending_ts, has_work, update_id, update_ts)
        WHERE a.creditor_id = u.creditor_id AND a.debtor_id = u.debtor_id
        """)

    private static let updateHeartbeatsStatement = Statement(
        "account_data.update_heartbeats",
        """
        UPDATE account_data a SET last_heartbeat_ts = u.ts
        FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) AS u (creditor_id, debtor_id, ts)
        WHERE a.creditor_id = u.creditor_id AND a.debtor_id = u.debtor_id
        """)

    /// Stores new states of accounts of locked creditors: what messages change most often in the cheapest way.
    static func update(_ changes: [(old: AccountData, new: AccountData)]) -> [Query] {
        var heartbeats: [AccountData] = []
        var ledgers: [AccountData] = []
        var others: [AccountData] = []
        for (old, new) in changes where old != new {
            precondition(old.key == new.key, "an account keeps its key")
            var likeOld = new
            likeOld.ledger = old.ledger
            if likeOld == old {
                ledgers.append(new)
                continue
            }
            likeOld = new
            likeOld.server.lastHeartbeatAt = old.server.lastHeartbeatAt
            if likeOld == old { heartbeats.append(new) } else { others.append(new) }
        }
        var queries: [Query] = []
        if !heartbeats.isEmpty { queries.append(updateHeartbeats(heartbeats)) }
        if !ledgers.isEmpty { queries.append(updateLedgers(ledgers)) }
        if !others.isEmpty { queries.append(Query(updateStatement, parameters(others))) }
        return queries
    }

    private static func updateHeartbeats(_ a: [AccountData]) -> Query {
        updateHeartbeatsStatement(a.map(\.key.creditor), a.map(\.key.debtor), a.map(\.server.lastHeartbeatAt))
    }

    private static func updateLedgers(_ a: [AccountData]) -> Query {
        updateLedgersStatement(
            a.map(\.key.creditor), a.map(\.key.debtor), a.map(\.ledger.principal), a.map(\.ledger.lastEntryID),
            a.map(\.ledger.lastTransferNumber), a.map(\.ledger.pendingTransferAt), a.map(\.ledger.hasWork), a.map(\.ledger.version.id),
            a.map(\.ledger.version.at))
    }

    private static func parameters(_ a: [AccountData]) -> PostgresParameters {
        var p = PostgresParameters(a.map(\.key.creditor), a.map(\.key.debtor))
        p.append(a.map(\.server.creationDate))
        p.append(a.map(\.server.lastChangeAt))
        p.append(a.map(\.server.lastChangeSeqnum))
        p.append(a.map(\.server.principal))
        p.append(a.map(\.server.interest))
        p.append(a.map(\.server.lastTransferNumber))
        p.append(a.map(\.server.lastTransferCommittedAt))
        p.append(a.map(\.server.lastHeartbeatAt))
        p.append(a.map(\.server.exists))
        p.append(a.map(\.config.at))
        p.append(a.map(\.config.seqnum))
        p.append(a.map(\.config.negligibleAmount))
        p.append(a.map(\.config.flags))
        p.append(a.map(\.config.data))
        p.append(a.map(\.config.allowUnsafeDeletion))
        p.append(a.map(\.config.isEffectual))
        p.append(a.map(\.config.error))
        p.append(a.map(\.config.version.id))
        p.append(a.map(\.config.version.at))
        p.append(a.map(\.info.interestRate))
        p.append(a.map(\.info.interestRateChangedAt))
        p.append(a.map(\.info.noteMaxBytes))
        p.append(a.map(\.info.accountID))
        p.append(a.map(\.info.debtorInfo.iri))
        p.append(a.map(\.info.debtorInfo.contentType))
        p.append(a.map(\.info.debtorInfo.sha256))
        p.append(a.map(\.info.version.id))
        p.append(a.map(\.info.version.at))
        p.append(a.map(\.ledger.principal))
        p.append(a.map(\.ledger.lastEntryID))
        p.append(a.map(\.ledger.lastTransferNumber))
        p.append(a.map(\.ledger.pendingTransferAt))
        p.append(a.map(\.ledger.hasWork))
        p.append(a.map(\.ledger.version.id))
        p.append(a.map(\.ledger.version.at))
        return p
    }
}
