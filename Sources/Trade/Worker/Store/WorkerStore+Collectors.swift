import NodeKit
import Persistence
import SMPProtocol

extension WorkerStore {
    /// TW 11.3: the solver's database has these collectors, and nobody has asked the authorities for their accounts yet, as far as it
    /// knows.
    func requestCollectors(_ keys: [AccountKey]) async throws {
        let (creditors, debtors) = (keys.map(\.creditor), keys.map(\.debtor))
        try await transaction { tx, effects in
            let rows = try tx.pipeline([
                NeededAccountRows.table.lock(creditors, debtors), WorkerAccountRows.table.read(creditors, debtors),
            ])
            let old = Dictionary(uniqueKeysWithValues: try rows[0].map(NeededAccountRows.decode).map { ($0.key, $0) })
            let accounts = Dictionary(uniqueKeysWithValues: try rows[1].map(WorkerAccountRows.decode).map { ($0.key, $0) })
            var new = old
            let moment = now()
            for key in keys.sorted() {
                var state = CollectorAccountState(needed: old[key], account: accounts[key])
                state.request(key, rules, now: moment, effects: &effects)
                new[key] = state.needed
            }
            NeededAccountRows.enqueueChanges(from: old, to: new, in: tx)
        }
    }

    /// Work towards the solver's database (TW 7.10), in the order in which it came.
    struct WaitingCollectorChanges: Sendable {
        let changes: [(id: Int64, change: CollectorStatusChange)]
        let needed: [AccountKey]
        /// There may be more.
        let isFull: Bool
    }

    func waitingCollectorChanges(limit: Int) async throws -> WaitingCollectorChanges {
        let rows = try await read([SolverWorkRows.changes(limit: limit), SolverWorkRows.needed(limit: limit)])
        let changes = try rows[0].map { row -> (id: Int64, change: CollectorStatusChange) in
            let accountID: AccountID? = try row[5]
            let change = CollectorStatusChange(
                debtorID: try row[2], collectorID: try row[1], from: try row[3], to: try row[4], accountID: accountID?.rawValue)
            return (try row[0], change)
        }
        let needed = try rows[1].map { AccountKey(creditor: try $0[1], debtor: try $0[0]) }
        return WaitingCollectorChanges(changes: changes, needed: needed, isFull: changes.count == limit || needed.count == limit)
    }

    /// The solver knows, or it is none of this shard's business (TW 11.4).
    func forget(_ waiting: WaitingCollectorChanges) async throws {
        var queries: [Query] = []
        if !waiting.changes.isEmpty { queries.append(SolverWorkRows.delete(waiting.changes.map { ($0.change.collectorID, $0.id) })) }
        if !waiting.needed.isEmpty { queries.append(SolverWorkRows.delete(needed: waiting.needed)) }
        _ = try await database.pipeline(queries)
    }
}

extension SolverWorkRows {
    private static let changesStatement = Statement(
        "collector_status_change.waiting",
        """
        SELECT change_id, collector_id, debtor_id, from_status, to_status, account_id FROM collector_status_change
        ORDER BY collector_id, change_id LIMIT $1
        """)
    private static let neededWaitingStatement = Statement(
        "needed_collector_account.waiting",
        "SELECT debtor_id, collector_id FROM needed_collector_account ORDER BY debtor_id, collector_id LIMIT $1")
    private static let deleteChangesStatement = Statement(
        "collector_status_change.delete",
        """
        DELETE FROM collector_status_change t USING unnest($1::bigint[], $2::bigint[]) AS k (collector_id, change_id)
        WHERE t.collector_id = k.collector_id AND t.change_id = k.change_id
        """)
    private static let deleteNeededStatement = Statement(
        "needed_collector_account.delete",
        """
        DELETE FROM needed_collector_account t USING unnest($1::bigint[], $2::bigint[]) AS k (debtor_id, collector_id)
        WHERE t.debtor_id = k.debtor_id AND t.collector_id = k.collector_id
        """)

    /// As (number, collector, debtor, from, to, account ID); the changes of a collector in their order.
    static func changes(limit: Int) -> Query { changesStatement(limit) }

    /// As (debtor, collector).
    static func needed(limit: Int) -> Query { neededWaitingStatement(limit) }

    static func delete(_ changes: [(collector: CreditorID, id: Int64)]) -> Query {
        deleteChangesStatement(changes.map(\.collector), changes.map(\.id))
    }

    static func delete(needed: [AccountKey]) -> Query { deleteNeededStatement(needed.map(\.debtor), needed.map(\.creditor)) }
}
