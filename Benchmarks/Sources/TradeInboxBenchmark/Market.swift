import InboxLoads
import Persistence
import SMPProtocol

/// A market of 2,000 traders with 10 currencies each, put into the worker's database directly, and what is told of it in a turn.
struct Market: Sendable {
    static let traders: Int64 = 2000
    static let debtors: Int64 = 10
    static var accounts: Int { Int(traders * debtors) }
    static let birthday = CalendarDate(rawValue: 19_727)
    static let firstTrader: Int64 = 0x200_0000_0000
    static let amount: Int64 = 5000

    struct Key: Sendable {
        let creditor: CreditorID
        let debtor: DebtorID
        var collector: CreditorID { CreditorID(0x100_0000_0000 + debtor.rawValue) }
    }

    /// In an order in which neighbours belong to different traders.
    static func key(_ number: Int) -> Key {
        let place = Int64(number % accounts)
        return Key(creditor: CreditorID(firstTrader + place % traders), debtor: DebtorID(1 + place / traders))
    }

    /// A collector for each currency.
    static func create(in database: Database) async throws {
        try await database.query(
            """
            INSERT INTO usable_collector (debtor_id, collector_id, account_id, disabled_at)
            SELECT d, $1 + d, 'collector-' || d, NULL FROM generate_series(1, $2) d ON CONFLICT DO NOTHING
            """, Int64(0x100_0000_0000), debtors)
    }

    /// A turn that waits for offers, and accounts that have no locks.
    static func openTurn(_ turn: TurnID, in database: Database) async throws {
        try await database.transaction { tx in
            try tx.query("DELETE FROM account_lock")
            try tx.query(
                """
                INSERT INTO worker_turn (turn_id, started_at, base_debtor_info_locator, base_debtor_id, max_distance_to_base,
                    min_trade_amount, phase, phase_deadline, collection_deadline, worker_turn_subphase)
                VALUES ($1, now(), 'https://example.com/1', 1, 10, 1000, 2, now() + interval '1 day', now() + interval '30 days', 5)
                """, turn)
        }
        try await database.administer("VACUUM ANALYZE account_lock, worker_turn, outbox_message")
    }

    /// A turn in which every account with an even number sells, and has been charged; its collector waits for the money.
    static func settleTurn(_ turn: TurnID, in database: Database) async throws {
        try await database.transaction { tx in
            try tx.query("DELETE FROM account_lock")
            try tx.query("DELETE FROM worker_collecting")
            try tx.query(
                """
                INSERT INTO worker_turn (turn_id, started_at, base_debtor_info_locator, base_debtor_id, max_distance_to_base,
                    min_trade_amount, phase, collection_started_at, collection_deadline, worker_turn_subphase)
                VALUES ($1, now(), 'https://example.com/1', 1, 10, 1000, 3, now(), now() + interval '30 days', 5)
                """, turn)
            try tx.query(
                """
                INSERT INTO account_lock (creditor_id, debtor_id, turn_id, collector_id, initiated_at, coordinator_request_id, amount,
                    max_locked_amount, is_collector, transfer_id, finalized_at, has_been_revised)
                SELECT $1 + n, d, $4, $5 + d, now(), nextval('coordinator_request_id_seq'), -$6, $6, false, 1, now(), true
                FROM generate_series(0, $2 - 1) n, generate_series(1, $3) d
                """, firstTrader, traders, debtors, turn, Int64(0x100_0000_0000), amount)
            try tx.query(
                """
                INSERT INTO worker_collecting (collector_id, debtor_id, turn_id, creditor_id, amount, collected, purge_after)
                SELECT collector_id, debtor_id, turn_id, creditor_id, $1, false, now() + interval '90 days' FROM account_lock
                """, amount)
        }
        try await database.administer("VACUUM ANALYZE account_lock, worker_collecting, worker_turn, outbox_message")
    }

    // MARK: Messages

    static func policy(_ number: Int, updateID: Int64, now: Timestamp) -> UpdatedPolicy {
        let key = key(number)
        return UpdatedPolicy(
            debtorID: key.debtor, creditorID: key.creditor, updateID: UpdateID(updateID), policyName: "conservative",
            minPrincipal: 1000 + updateID, maxPrincipal: 5000 + updateID, pegExchangeRate: 1.5, pegDebtorID: 1, ts: now)
    }

    static func ledger(_ number: Int, updateID: Int64, now: Timestamp) -> UpdatedLedger {
        let key = key(number)
        return UpdatedLedger(
            debtorID: key.debtor, creditorID: key.creditor, updateID: UpdateID(updateID), accountID: AccountID("account-1")!,
            creationDate: birthday, principal: 10_000 + updateID, lastTransferNumber: TransferNumber(updateID), ts: now)
    }

    /// Every second one sells.
    static func offer(_ number: Int, turn: TurnID, now: Timestamp) -> CandidateOffer {
        let key = key(number)
        return CandidateOffer(
            turnID: turn, debtorID: key.debtor, creditorID: key.creditor, amount: number % 2 == 0 ? -amount : amount,
            lastTransferNumber: 1, accountCreationDate: birthday, ts: now)
    }

    /// What seller and collector are told of the same transfer, one after the other.
    static func transfer(_ number: Int, turn: TurnID, now: Timestamp) -> AccountTransfer {
        let key = key(number / 2)
        let isCollector = number % 2 == 1
        let note = AgentTransferNote(turnID: turn, kind: .collecting, firstID: key.collector, secondID: key.creditor)
        return AccountTransfer(
            transferNoteFormat: AgentTransferNote.format, transferNote: note.text, debtorID: key.debtor,
            creditorID: isCollector ? key.collector : key.creditor, coordinatorType: .agent, creationDate: birthday,
            transferNumber: TransferNumber(Int64(number) + 2), sender: AccountID("account-1")!,
            recipient: AccountID("collector-\(key.debtor)")!, acquiredAmount: isCollector ? amount : -amount, committedAt: now,
            principal: 100_000, ts: now, previousTransferNumber: TransferNumber(Int64(number) + 1))
    }
}
