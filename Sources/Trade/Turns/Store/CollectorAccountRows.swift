import Persistence
import SMPProtocol

/// A collector account as the solver database has it (TS 4.3).
struct CollectorAccount: Hashable, Sendable {
    let debtorID: DebtorID
    let collectorID: CreditorID
    /// Empty until it is known.
    let accountID: String
    let status: CollectorStatus
    let latestStatusChangeAt: Timestamp
}

/// Table `collector_account`.
enum CollectorAccountRows {
    private static let columns = "debtor_id, collector_id, account_id, status, latest_status_change_at"

    static func account(_ row: Row) throws -> CollectorAccount {
        CollectorAccount(
            debtorID: try row[0], collectorID: try row[1], accountID: try row[2], status: try row[3], latestStatusChangeAt: try row[4])
    }

    // MARK: Reading

    private static let ofDebtorStatement = Statement(
        "collector_account.ofDebtor", "SELECT collector_id, status FROM collector_account WHERE debtor_id = $1")

    /// The accounts of one currency as (collector, status), in no particular order.
    static func ofDebtor(_ id: DebtorID) -> Query { ofDebtorStatement(id) }

    private static let listStatement = Statement(
        "collector_account.list", "SELECT \(columns) FROM collector_account WHERE debtor_id = $1 ORDER BY collector_id")

    static func list(_ id: DebtorID) -> Query { listStatement(id) }

    private static let pristineStatement = Statement(
        "collector_account.pristine",
        """
        SELECT debtor_id, collector_id FROM collector_account
        WHERE status = 0 AND collector_hash & $1 = $2 AND (debtor_id, collector_id) > ($3, $4)
        ORDER BY debtor_id, collector_id LIMIT $5
        """)

    /// The next pristine accounts of a shard as (debtor, collector), in this order (TS2 13.3).
    static func pristine(_ realm: ShardingRealm, after last: (debtor: DebtorID, collector: CreditorID), limit: Int) -> Query {
        pristineStatement(realm.mask16, realm.prefix16, last.debtor, last.collector, limit)
    }

    /// All active accounts as (collector, debtor), for `copyOut` (TS 2.6.3).
    static let active = Statement("collector_account.active", "SELECT collector_id, debtor_id FROM collector_account WHERE status = 2")

    /// All accounts, for `copyOut` (TW 14.6).
    static let all = Statement("collector_account.all", "SELECT \(columns) FROM collector_account")

    private static let rotationStatement = Statement(
        "collector_account.rotation",
        """
        WITH block AS (
            SELECT DISTINCT debtor_id FROM collector_account WHERE $1::int8 IS NULL OR debtor_id > $1 ORDER BY debtor_id LIMIT $2
        )
        SELECT debtor_id, collector_id, status, latest_status_change_at FROM block LEFT JOIN (
            SELECT * FROM collector_account WHERE status >= 2
        ) usable USING (debtor_id) ORDER BY debtor_id
        """)

    /// The active and disabled accounts of the next so many currencies as (debtor, collector, status, latest change), by debtor. A currency
    /// without such accounts is one row with NULLs (TS2 11.5).
    static func rotation(after debtor: DebtorID?, currencies: Int) -> Query { rotationStatement(debtor, currencies) }

    // MARK: Writing

    private static let insertStatement = Statement(
        "collector_account.insert",
        """
        INSERT INTO collector_account (debtor_id, collector_id, collector_hash, latest_status_change_at)
        SELECT d, c, h, $4 FROM unnest($1::int8[], $2::int8[], $3::int2[]) AS new (d, c, h) ORDER BY d, c
        ON CONFLICT DO NOTHING
        """)

    /// Inserts pristine accounts; those that exist stay as they are (TS2 11.2). One array entry for each account.
    static func insert(debtors: [DebtorID], collectors: [CreditorID], at now: Timestamp) -> Query {
        precondition(debtors.count == collectors.count)
        return insertStatement(debtors, collectors, collectors.map(\.shardingHash16), now)
    }

    private static let changeStatement = Statement(
        "collector_account.change",
        """
        WITH locked AS MATERIALIZED (
            SELECT c.debtor_id, c.collector_id, n.next, n.account FROM collector_account c
            JOIN unnest($1::int8[], $2::int8[], $3::int2[], $4::int2[], $5::text[]) AS n (debtor, collector, old, next, account)
                ON c.debtor_id = n.debtor AND c.collector_id = n.collector AND c.status = n.old
            ORDER BY c.debtor_id, c.collector_id FOR UPDATE OF c
        )
        UPDATE collector_account c SET status = l.next, account_id = coalesce(l.account, c.account_id), latest_status_change_at = $6
        FROM locked l WHERE c.debtor_id = l.debtor_id AND c.collector_id = l.collector_id
        RETURNING c.debtor_id, c.collector_id
        """)

    /// Changes the status of accounts that have the expected one, and returns these as (debtor, collector). Each account at most once in a
    /// call (TS2 11.2, 13.2).
    static func change(_ changes: [CollectorStatusChange], at now: Timestamp) -> Query {
        changeStatement(
            changes.map(\.debtorID), changes.map(\.collectorID), changes.map(\.from), changes.map(\.to), changes.map(\.accountID), now)
    }

    private static let saturateStatement = Statement(
        "collector_account.saturate",
        """
        INSERT INTO collector_account (debtor_id, collector_id, collector_hash, latest_status_change_at)
        SELECT h.debtor_id, i.id, i.hash, $4 FROM hoarded_currency h CROSS JOIN unnest($2::int8[], $3::int2[]) AS i (id, hash)
        WHERE h.turn_id = $1 AND cardinality($2) > (
            SELECT count(*) FROM collector_account a WHERE a.debtor_id = h.debtor_id AND a.collector_id = ANY($2)
        )
        ORDER BY h.debtor_id, i.id
        ON CONFLICT DO NOTHING
        """)

    /// Gives every hoarded currency of a turn an account for every ID of the interval (TS2 10.2).
    static func saturate(_ turn: TurnID, _ interval: CollectorInterval, at now: Timestamp) -> Query {
        saturateStatement(turn, interval.ids, interval.ids.map(\.shardingHash16), now)
    }

    private static let deleteStuckStatement = Statement(
        "collector_account.deleteStuck",
        """
        DELETE FROM collector_account WHERE (debtor_id, collector_id) IN (
            SELECT debtor_id, collector_id FROM collector_account WHERE status = 1 AND latest_status_change_at < $1
            ORDER BY debtor_id, collector_id FOR UPDATE SKIP LOCKED
        )
        """)

    /// Deletes accounts that were requested before a moment and never became active. The condition is checked again under the lock; what
    /// others have locked is left alone (TS2 11.6).
    static func deleteStuck(requestedBefore limit: Timestamp) -> Query { deleteStuckStatement(limit) }
}

/// A conditional change of a collector account's status (TS2 11.2).
struct CollectorStatusChange: Hashable, Sendable {
    let debtorID: DebtorID
    let collectorID: CreditorID
    let from: CollectorStatus
    let to: CollectorStatus
    /// Nil keeps the present one.
    var accountID: String?
}
