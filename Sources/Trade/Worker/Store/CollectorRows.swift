import NodeKit
import Persistence
import SMPProtocol

/// The table `needed_worker_account`.
enum NeededAccountRows: WorkerRows {
    static let table = WorkerTable(
        "needed_worker_account", key: ["creditor_id bigint", "debtor_id bigint"],
        values: [
            "configured_at timestamptz", "collection_disabled_since timestamptz", "blocked_amount bigint", "blocked_amount_ts timestamptz",
        ])

    static func decode(_ row: Row) throws -> NeededWorkerAccount {
        var c = RowCursor(row)
        return try NeededWorkerAccount(
            key: AccountKey(creditor: c.next(), debtor: c.next()), configuredAt: c.next(), collectionDisabledSince: c.next(),
            blockedAmount: c.next(), blockedAmountTs: c.next())
    }

    static func lock(_ keys: Set<AccountKey>) -> Query { table.lock(keys.map(\.creditor), keys.map(\.debtor)) }
    static func insert(_ entities: [NeededWorkerAccount]) -> Query { store(table.insert, entities) }
    static func update(_ entities: [NeededWorkerAccount]) -> Query { store(table.update, entities) }
    static func delete(_ keys: [AccountKey]) -> Query { table.delete(keys.map(\.creditor), keys.map(\.debtor)) }

    private static func store(_ statement: Statement, _ n: [NeededWorkerAccount]) -> Query {
        statement(
            n.map(\.key.creditor), n.map(\.key.debtor), n.map(\.configuredAt), n.map(\.collectionDisabledSince), n.map(\.blockedAmount),
            n.map(\.blockedAmountTs))
    }
}

/// The table `worker_account`.
enum WorkerAccountRows: WorkerRows {
    static let table = WorkerTable(
        "worker_account", key: ["creditor_id bigint", "debtor_id bigint"],
        values: [
            "creation_date date", "last_change_ts timestamptz", "last_change_seqnum integer", "principal bigint",
            "interest double precision", "interest_rate real", "last_interest_rate_change_ts timestamptz", "config_flags integer",
            "account_id text", "debtor_info_iri text", "last_transfer_number bigint", "last_transfer_committed_at timestamptz",
            "demurrage_rate double precision", "commit_period integer", "transfer_note_max_bytes integer", "last_heartbeat_ts timestamptz",
            "surplus_amount bigint", "surplus_ts timestamptz", "surplus_spent_amount bigint", "surplus_last_transfer_number bigint",
            "last_surplus_moving_turn_id integer",
        ])

    static func decode(_ row: Row) throws -> WorkerAccount {
        var c = RowCursor(row)
        return try WorkerAccount(
            key: AccountKey(creditor: c.next(), debtor: c.next()), creationDate: c.next(), lastChangeTs: c.next(),
            lastChangeSeqnum: c.next(), principal: c.next(), interest: c.next(), interestRate: c.next(),
            lastInterestRateChangeTs: c.next(), configFlags: c.next(), accountID: c.next(), debtorInfoIRI: c.next(),
            lastTransferNumber: c.next(), lastTransferCommittedAt: c.next(), demurrageRate: c.next(), commitPeriod: c.next(),
            transferNoteMaxBytes: c.next(), lastHeartbeatTs: c.next(),
            surplus: .init(
                amount: c.next(), ts: c.next(), spentAmount: c.next(), lastTransferNumber: c.next(), lastMovingTurn: c.next()))
    }

    static func lock(_ keys: Set<AccountKey>) -> Query { table.lock(keys.map(\.creditor), keys.map(\.debtor)) }
    static func insert(_ entities: [WorkerAccount]) -> Query { store(table.insert, entities) }
    static func update(_ entities: [WorkerAccount]) -> Query { store(table.update, entities) }
    static func delete(_ keys: [AccountKey]) -> Query { table.delete(keys.map(\.creditor), keys.map(\.debtor)) }

    private static func store(_ statement: Statement, _ a: [WorkerAccount]) -> Query {
        statement(
            a.map(\.key.creditor), a.map(\.key.debtor), a.map(\.creationDate), a.map(\.lastChangeTs), a.map(\.lastChangeSeqnum),
            a.map(\.principal), a.map(\.interest), a.map(\.interestRate), a.map(\.lastInterestRateChangeTs), a.map(\.configFlags),
            a.map(\.accountID), a.map(\.debtorInfoIRI), a.map(\.lastTransferNumber), a.map(\.lastTransferCommittedAt),
            a.map(\.demurrageRate), a.map(\.commitPeriod), a.map(\.transferNoteMaxBytes), a.map(\.lastHeartbeatTs),
            a.map(\.surplus.amount), a.map(\.surplus.ts), a.map(\.surplus.spentAmount), a.map(\.surplus.lastTransferNumber),
            a.map(\.surplus.lastMovingTurn))
    }
}

/// The table `interest_rate_change`.
enum RateRows {
    private static let readStatement = Statement(
        "interest_rate_change.read",
        """
        SELECT t.creditor_id, t.debtor_id, t.change_ts, t.interest_rate
        FROM unnest($1::bigint[], $2::bigint[]) AS k (creditor_id, debtor_id)
        JOIN interest_rate_change t ON t.creditor_id = k.creditor_id AND t.debtor_id = k.debtor_id
        """)
    private static let insertStatement = Statement(
        "interest_rate_change.insert",
        """
        INSERT INTO interest_rate_change (creditor_id, debtor_id, change_ts, interest_rate)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::real[])
        """)
    private static let deleteStatement = Statement(
        "interest_rate_change.delete",
        """
        DELETE FROM interest_rate_change t
        USING unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) AS k (creditor_id, debtor_id, change_ts)
        WHERE t.creditor_id = k.creditor_id AND t.debtor_id = k.debtor_id AND t.change_ts = k.change_ts
        """)

    /// All changes of the accounts, in any order.
    static func read(_ keys: Set<AccountKey>) -> Query { readStatement(keys.map(\.creditor), keys.map(\.debtor)) }

    static func decode(_ rows: Rows) throws -> [AccountKey: InterestRateHistory] {
        var changes: [AccountKey: [InterestRateChange]] = [:]
        for row in rows {
            var c = RowCursor(row)
            let key = AccountKey(creditor: try c.next(), debtor: try c.next())
            changes[key, default: []].append(InterestRateChange(ts: try c.next(), rate: try c.next()))
        }
        return changes.mapValues(InterestRateHistory.init)
    }

    /// Queues what was added to and removed from the histories.
    static func enqueueChanges(
        from old: [AccountKey: InterestRateHistory], to new: [AccountKey: InterestRateHistory], in tx: Transaction
    ) {
        var added: [(key: AccountKey, change: InterestRateChange)] = []
        var removed: [(key: AccountKey, ts: Timestamp)] = []
        for key in Set(old.keys).union(new.keys).sorted() where old[key] != new[key] {
            let (before, after) = (old[key]?.changes ?? [], new[key]?.changes ?? [])
            added += after.filter { !before.contains($0) }.map { (key, $0) }
            removed += before.filter { !after.contains($0) }.map { (key, $0.ts) }
        }
        if !removed.isEmpty { tx.enqueue(deleteStatement(removed.map(\.key.creditor), removed.map(\.key.debtor), removed.map(\.ts))) }
        if !added.isEmpty {
            tx.enqueue(
                insertStatement(
                    added.map(\.key.creditor), added.map(\.key.debtor), added.map(\.change.ts), added.map(\.change.rate)))
        }
    }
}
