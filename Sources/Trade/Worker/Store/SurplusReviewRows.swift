import NodeKit
import Persistence
import SMPProtocol

extension WorkerStore {
    /// How many accounts are loaded, decided on and stored at once.
    private static let accountsPerBlock = 1000

    /// TW 23.3 – 23.6, as a part of the transaction of sub-phase (3, 5).
    ///
    /// - Returns: what is left to be done; it is not stored yet.
    func reviewSurpluses(in tx: Transaction, turn: TurnID, realm: ShardingRealm, now: Timestamp) throws -> Effects {
        var effects = Effects()
        var last = AccountKey(creditor: CreditorID(.min), debtor: DebtorID(.min))
        while true {
            let reviews = try SurplusReviewRows.load(after: last, limit: Self.accountsPerBlock, in: tx)
            guard let end = reviews.last?.needed.key else { return effects }
            var (old, new): ([AccountKey: NeededWorkerAccount], [AccountKey: NeededWorkerAccount]) = ([:], [:])
            for review in reviews {
                var review = review
                let key = review.needed.key
                old[key] = review.needed
                let fate = review.decide(turn: turn, isOurs: realm.contains(key.creditor), rules, now: now, effects: &effects)
                if fate == .kept { new[key] = review.needed }
            }
            NeededAccountRows.enqueueChanges(from: old, to: new, in: tx)
            let dropped = old.keys.filter { new[$0] == nil }.sorted()
            if !dropped.isEmpty { tx.enqueue(RateRows.deleteAll(of: dropped)) }
            last = end
        }
    }
}

/// What ``SurplusReview`` is made of.
enum SurplusReviewRows {
    private static let disabledStatement = Statement(
        "needed_worker_account.disabled",
        """
        SELECT \(NeededAccountRows.table.columns), u.account_id, u.disabled_at FROM needed_worker_account t
        LEFT JOIN usable_collector u ON u.debtor_id = t.debtor_id AND u.collector_id = t.creditor_id
        WHERE (t.creditor_id, t.debtor_id) > ($1, $2) AND (t.collection_disabled_since IS NOT NULL OR u.disabled_at IS NOT NULL)
        ORDER BY t.creditor_id, t.debtor_id LIMIT $3 FOR UPDATE OF t
        """)
    private static let statusesStatement = Statement(
        "dispatching_status.of_accounts",
        """
        SELECT \(StatusRows.table.columns) FROM unnest($1::bigint[], $2::bigint[]) AS k (creditor_id, debtor_id)
        JOIN dispatching_status t ON t.collector_id = k.creditor_id AND t.debtor_id = k.debtor_id
        """)
    private static let movingsStatement = Statement(
        "transfer_attempt.movings",
        """
        SELECT t.collector_id, t.debtor_id, t.nominal_amount FROM unnest($1::bigint[], $2::bigint[]) AS k (creditor_id, debtor_id)
        JOIN transfer_attempt t ON t.collector_id = k.creditor_id AND t.debtor_id = k.debtor_id AND t.transfer_kind = 2
        """)

    /// The next accounts that are or were out of use, in the order of their keys, locked.
    static func load(after last: AccountKey, limit: Int, in tx: Transaction) throws -> [SurplusReview] {
        let rows = try tx.query(disabledStatement(last.creditor, last.debtor, limit))
        guard !rows.isEmpty else { return [] }
        let needed = try rows.map { (try NeededAccountRows.decode($0), try usable($0, columns: rows.columnCount)) }
        let (creditors, debtors) = (needed.map(\.0.key.creditor), needed.map(\.0.key.debtor))
        let more = try tx.pipeline([
            WorkerAccountRows.table.read(creditors, debtors), LockRows.table.read(creditors, debtors),
            statusesStatement(creditors, debtors),
            movingsStatement(creditors, debtors),
        ])
        let accounts = Dictionary(uniqueKeysWithValues: try more[0].map(WorkerAccountRows.decode).map { ($0.key, $0) })
        let locks = Dictionary(uniqueKeysWithValues: try more[1].map(LockRows.decode).map { ($0.key, $0) })
        let statuses = Dictionary(grouping: try more[2].map(StatusRows.decode), by: \.key.account)
        var movings: [AccountKey: [Double]] = [:]
        for row in more[3] { movings[AccountKey(creditor: try row[0], debtor: try row[1]), default: []].append(try row[2]) }
        return needed.map { needed, usable in
            SurplusReview(
                needed: needed, usable: usable, account: accounts[needed.key], lock: locks[needed.key],
                statuses: (statuses[needed.key] ?? []).map(\.plan), movings: movings[needed.key] ?? [])
        }
    }

    /// The last two columns.
    private static func usable(_ row: Row, columns: Int) throws -> UsableCollector? {
        guard let accountID: AccountID = try row[columns - 2] else { return nil }
        return UsableCollector(
            key: AccountKey(creditor: try row[0], debtor: try row[1]), accountID: accountID, disabledAt: try row[columns - 1])
    }
}

extension RateRows {
    private static let deleteAllStatement = Statement(
        "interest_rate_change.delete_all",
        """
        DELETE FROM interest_rate_change t USING unnest($1::bigint[], $2::bigint[]) AS k (creditor_id, debtor_id)
        WHERE t.creditor_id = k.creditor_id AND t.debtor_id = k.debtor_id
        """)

    /// All that is known of some accounts.
    static func deleteAll(of keys: [AccountKey]) -> Query { deleteAllStatement(keys.map(\.creditor), keys.map(\.debtor)) }
}
