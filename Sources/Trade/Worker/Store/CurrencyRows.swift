import Persistence
import SMPProtocol

/// The table `recently_needed_collector`.
enum RecentlyNeededRows: WorkerRows {
    /// A currency, and since when a collector of it is needed.
    struct Need: Equatable, Sendable {
        let debtor: DebtorID
        let since: Timestamp
    }

    static let table = WorkerTable("recently_needed_collector", key: ["debtor_id bigint"], values: ["needed_at timestamptz"])

    static func decode(_ row: Row) throws -> Need { Need(debtor: try row[0], since: try row[1]) }
    static func lock(_ debtors: Set<DebtorID>) -> Query { table.lock(Array(debtors)) }
    static func insert(_ entities: [Need]) -> Query { table.insert(entities.map(\.debtor), entities.map(\.since)) }
    static func update(_ entities: [Need]) -> Query { table.update(entities.map(\.debtor), entities.map(\.since)) }
    static func delete(_ keys: [DebtorID]) -> Query { table.delete(keys) }
}

/// The tables `usable_collector` and `worker_hoarded_currency`: copies of what the solver's database says, which messages only read.
enum SolverCopyRows {
    private static let collectorsStatement = Statement(
        "usable_collector.of_debtors",
        """
        SELECT collector_id, debtor_id, account_id, disabled_at FROM usable_collector
        WHERE debtor_id = ANY($1) ORDER BY debtor_id, collector_id
        """)
    private static let hoardedStatement = Statement(
        "worker_hoarded_currency.among", "SELECT debtor_id FROM worker_hoarded_currency WHERE debtor_id = ANY($1)")
    private static let insertStatement = Statement(
        "usable_collector.insert",
        """
        INSERT INTO usable_collector (debtor_id, collector_id, account_id, disabled_at)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::timestamptz[])
        """)

    /// The collectors of some currencies.
    static func collectors(of debtors: Set<DebtorID>) -> Query { collectorsStatement(Array(debtors)) }

    static func decodeCollector(_ row: Row) throws -> UsableCollector {
        UsableCollector(
            key: AccountKey(creditor: try row[0], debtor: try row[1]), accountID: try row[2], disabledAt: try row[3])
    }

    /// Those of the currencies that the owner hoards.
    static func hoarded(among debtors: Set<DebtorID>) -> Query { hoardedStatement(Array(debtors)) }

    static func insert(_ c: [UsableCollector]) -> Query {
        insertStatement(c.map(\.key.debtor), c.map(\.key.creditor), c.map(\.accountID), c.map(\.disabledAt))
    }
}
