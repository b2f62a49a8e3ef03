import Persistence
import SMPProtocol

/// The accounts that a Creditors Agent has in the benchmarks, put into its database directly: 2,000 creditors with 10 accounts each,
/// confirmed by the accounting authority.
struct CreditorsAccounts: Sendable {
    static let creditors: Int64 = 2000
    static let debtors: Int64 = 10
    static var count: Int { Int(creditors * debtors) }
    static let birthday = CalendarDate(rawValue: 19_727)
    static let start = Timestamp(seconds: 1_750_000_000)

    /// The first creditor; a fresh block in each run.
    let firstCreditor: Int64

    struct Key: Sendable {
        let creditor: CreditorID
        let debtor: DebtorID
    }

    /// In an order in which neighbours belong to different creditors.
    func key(_ number: Int) -> Key {
        let place = Int64(number) % (Self.creditors * Self.debtors)
        return Key(creditor: CreditorID(firstCreditor + place % Self.creditors), debtor: DebtorID(1 + place / Self.creditors))
    }

    func create(in database: Database) async throws {
        try await database.transaction { tx in
            try tx.query(
                """
                INSERT INTO creditor (creditor_id, status, created_at, reservation_id, update_ts, last_log_entry_id,
                    largest_historic_ledger_entry_id, accounts_list_update_id, accounts_list_update_ts, transfers_list_update_id,
                    transfers_list_update_ts)
                SELECT $1 + n, 1, $3, 1, $3, 0, 0, 1, $3, 1, $3 FROM generate_series(0, $2 - 1) n
                """, firstCreditor, Self.creditors, Self.start)
            try tx.query(
                """
                INSERT INTO account (creditor_id, debtor_id, created_at, update_id, amount_divisor, decimal_places, known_debtor,
                    display_update_id, display_update_ts, min_principal, max_principal, exchange_update_id, exchange_update_ts, knowledge,
                    knowledge_update_id, knowledge_update_ts)
                SELECT $1 + n, d, $4, 1, 1, 0, false, 1, $4, 0, 1, 1, $4, '{}', 1, $4
                FROM generate_series(0, $2 - 1) n, generate_series(1, $3) d
                """, firstCreditor, Self.creditors, Self.debtors, Self.start)
            try tx.query(
                """
                INSERT INTO account_data (creditor_id, debtor_id, creation_date, last_change_ts, last_change_seqnum, principal, interest,
                    last_transfer_number, last_transfer_committed_at, last_heartbeat_ts, has_server_account, last_config_ts,
                    last_config_seqnum, negligible_amount, config_flags, config_data, allow_unsafe_deletion, is_config_effectual,
                    config_update_id, config_update_ts, interest_rate, last_interest_rate_change_ts, transfer_note_max_bytes, account_id,
                    info_update_id, info_update_ts, ledger_principal, ledger_last_entry_id, ledger_last_transfer_number, ledger_has_work,
                    ledger_update_id, ledger_update_ts)
                SELECT $1 + n, d, $5, $4, 0, 0, 0, 0, $4, $4, true, $4, 0, 1e30, 0, '', false, true, 1, $4, 1.5, $4, 500, 'account-1',
                    1, $4, 0, 1, 0, false, 1, $4
                FROM generate_series(0, $2 - 1) n, generate_series(1, $3) d
                """, firstCreditor, Self.creditors, Self.debtors, Self.start, Self.birthday)
            try tx.query("SELECT setval('object_update_id_seq', greatest(1000000, (SELECT last_value FROM object_update_id_seq)))")
        }
        try await database.administer("ANALYZE")
    }

    // MARK: Messages

    /// The `round`-th AccountUpdate of an account: the principal has changed.
    func update(_ number: Int, round: Int, now: Timestamp) -> AccountUpdate {
        let key = key(number)
        return AccountUpdate(
            debtorID: key.debtor, creditorID: key.creditor, creationDate: Self.birthday, lastChangeTs: now,
            lastChangeSeqnum: SequenceNumber(Int32(round)), principal: Int64(round), interest: 12.5, interestRate: 1.5,
            lastInterestRateChangeTs: Self.start, lastConfigTs: Self.start, lastConfigSeqnum: 0, negligibleAmount: 1e30, configFlags: 0,
            configData: "", accountID: AccountID("account-1")!, debtorInfoIRI: "", debtorInfoContentType: "", debtorInfoSHA256: "",
            lastTransferNumber: 0, lastTransferCommittedAt: Self.start, demurrageRate: -50, commitPeriod: 7_776_000,
            transferNoteMaxBytes: 500,
            ts: now, ttl: 604_800)
    }

    /// The next AccountTransfer of an account.
    func transfer(_ number: Int, transferNumber: Int64, now: Timestamp) -> AccountTransfer {
        let key = key(number)
        return AccountTransfer(
            transferNoteFormat: "", transferNote: "Payment for vegetables", debtorID: key.debtor, creditorID: key.creditor,
            coordinatorType: .direct,
            creationDate: Self.birthday, transferNumber: TransferNumber(transferNumber), sender: AccountID("account-2")!,
            recipient: AccountID("account-1")!, acquiredAmount: 10, committedAt: now, principal: 10 * transferNumber, ts: now,
            previousTransferNumber: TransferNumber(transferNumber - 1))
    }
}
