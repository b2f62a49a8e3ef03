import NodeKit
import Persistence
import SMPProtocol

/// The table `debtor_info_document`.
enum DocumentRows: WorkerRows {
    static let table = WorkerTable(
        "debtor_info_document", key: ["debtor_info_locator text"],
        values: [
            "debtor_id bigint", "peg_debtor_info_locator text", "peg_debtor_id bigint", "peg_exchange_rate double precision",
            "will_not_change_until timestamptz", "fetched_at timestamptz",
        ])

    static func decode(_ row: Row) throws -> DebtorInfoDocument {
        var c = RowCursor(row)
        let (locator, debtor): (String, DebtorID) = (try c.next(), try c.next())
        let peg: (locator: String?, debtor: DebtorID?, rate: Double?) = (try c.next(), try c.next(), try c.next())
        var link: CoinInfo.Peg?
        if let locator = peg.locator, let debtor = peg.debtor, let rate = peg.rate {
            link = CoinInfo.Peg(locator: locator, debtor: debtor, exchangeRate: rate)
        }
        return DebtorInfoDocument(
            locator: locator, info: CoinInfo(debtor: debtor, peg: link, willNotChangeUntil: try c.next()), fetchedAt: try c.next())
    }

    static func lock(_ locators: Set<ExactText>) -> Query { table.lock(locators.map(\.text)) }
    static func insert(_ entities: [DebtorInfoDocument]) -> Query { store(table.insert, entities) }
    static func update(_ entities: [DebtorInfoDocument]) -> Query { store(table.update, entities) }
    static func delete(_ keys: [ExactText]) -> Query { table.delete(keys.map(\.text)) }

    private static func store(_ statement: Statement, _ d: [DebtorInfoDocument]) -> Query {
        statement(
            d.map(\.locator), d.map(\.info.debtor), d.map(\.info.peg?.locator), d.map(\.info.peg?.debtor), d.map(\.info.peg?.exchangeRate),
            d.map(\.info.willNotChangeUntil), d.map(\.fetchedAt))
    }
}

/// The table `debtor_locator_claim`.
enum ClaimRows: WorkerRows {
    static let table = WorkerTable(
        "debtor_locator_claim", key: ["debtor_id bigint"],
        values: [
            "debtor_info_locator text", "latest_locator_fetch_at timestamptz", "latest_discovery_fetch_at timestamptz",
            "forced_locator_refetch_at timestamptz",
        ])

    static func decode(_ row: Row) throws -> DebtorLocatorClaim {
        var c = RowCursor(row)
        let debtor: DebtorID = try c.next()
        let (iri, fetchedAt): (String?, Timestamp?) = (try c.next(), try c.next())
        var claim = DebtorLocatorClaim(debtor: debtor, latestDiscoveryFetchAt: try c.next())
        if let iri, let fetchedAt { claim.locator = .init(iri: iri, latestFetchAt: fetchedAt) }
        claim.forcedLocatorRefetchAt = try c.next()
        return claim
    }

    static func lock(_ debtors: Set<DebtorID>) -> Query { table.lock(Array(debtors)) }
    static func insert(_ entities: [DebtorLocatorClaim]) -> Query { store(table.insert, entities) }
    static func update(_ entities: [DebtorLocatorClaim]) -> Query { store(table.update, entities) }
    static func delete(_ keys: [DebtorID]) -> Query { table.delete(keys) }

    private static func store(_ statement: Statement, _ c: [DebtorLocatorClaim]) -> Query {
        statement(
            c.map(\.debtor), c.map(\.locator?.iri), c.map(\.locator?.latestFetchAt), c.map(\.latestDiscoveryFetchAt),
            c.map(\.forcedLocatorRefetchAt))
    }
}

/// The table `debtor_info_fetch`.
enum FetchRows: WorkerRows {
    static let table = WorkerTable(
        "debtor_info_fetch", key: ["iri text", "debtor_id bigint"],
        values: [
            "is_locator_fetch boolean", "is_discovery_fetch boolean", "forced_iri text", "recursion_level smallint",
            "inserted_at timestamptz", "attempts_count smallint", "latest_attempt_at timestamptz", "latest_attempt_errorcode smallint",
            "next_attempt_at timestamptz", "host text",
        ])

    static func decode(_ row: Row) throws -> DebtorInfoFetch {
        var c = RowCursor(row)
        let key = FetchKey(iri: try c.next(), debtor: try c.next())
        let (isLocator, isDiscovery, forcedIRI): (Bool, Bool, String?) = (try c.next(), try c.next(), try c.next())
        let (level, insertedAt, count): (Int16, Timestamp, Int16) = (try c.next(), try c.next(), try c.next())
        let (attemptedAt, errorCode): (Timestamp?, Int16?) = (try c.next(), try c.next())
        return DebtorInfoFetch(
            key: key, isLocatorFetch: isLocator, isDiscoveryFetch: isDiscovery, forcedIRI: forcedIRI, recursionLevel: level,
            insertedAt: insertedAt, attemptsCount: count, latestAttempt: attemptedAt.map { .init(at: $0, errorCode: errorCode) },
            nextAttemptAt: try c.next())
    }

    static func lock(_ keys: Set<FetchKey>) -> Query { table.lock(keys.map(\.iri), keys.map(\.debtor)) }
    static func insert(_ entities: [DebtorInfoFetch]) -> Query { store(table.insert, entities) }
    static func update(_ entities: [DebtorInfoFetch]) -> Query { store(table.update, entities) }
    static func delete(_ keys: [FetchKey]) -> Query { table.delete(keys.map(\.iri), keys.map(\.debtor)) }

    private static func store(_ statement: Statement, _ f: [DebtorInfoFetch]) -> Query {
        statement(
            f.map(\.key.iri), f.map(\.key.debtor), f.map(\.isLocatorFetch), f.map(\.isDiscoveryFetch), f.map(\.forcedIRI),
            f.map(\.recursionLevel), f.map(\.insertedAt), f.map(\.attemptsCount), f.map(\.latestAttempt?.at),
            f.map { $0.latestAttempt?.errorCode }, f.map(\.nextAttemptAt), f.map(\.host))
    }

    // MARK: What is due

    /// Walks from host to host along an index, so what it costs depends on the number of hosts, not on how much waits for one of them.
    private static let dueStatement = Statement(
        "debtor_info_fetch.due",
        """
        WITH RECURSIVE h (name) AS (
            (SELECT host FROM debtor_info_fetch WHERE host > $4 ORDER BY host LIMIT 1)
            UNION ALL
            SELECT (SELECT f.host FROM debtor_info_fetch f WHERE f.host > h.name ORDER BY f.host LIMIT 1) FROM h WHERE h.name IS NOT NULL
        )
        SELECT d.* FROM h CROSS JOIN LATERAL (
            SELECT \(table.columns) FROM debtor_info_fetch t WHERE t.host = h.name AND t.next_attempt_at <= $1
            ORDER BY t.next_attempt_at
            LIMIT greatest(0, $5 - coalesce(
                (SELECT b.running FROM unnest($2::text[], $3::integer[]) AS b (name, running) WHERE b.name = h.name), 0))
            FOR UPDATE SKIP LOCKED
        ) d LIMIT $6
        """)
    private static let nextDueStatement = Statement(
        "debtor_info_fetch.next_due", "SELECT min(next_attempt_at) FROM debtor_info_fetch WHERE next_attempt_at > $1")

    /// Locks fetches that are due, by host; those that others have locked are left alone.
    static func due(_ demand: FetchDemand, now: Timestamp) -> Query {
        dueStatement(
            now, demand.running.map(\.name), demand.running.map { Int32(clamping: $0.running) }, demand.after,
            Int32(clamping: demand.perHost), Int64(demand.limit))
    }

    /// When the next fetch becomes due: one row, perhaps with NULL.
    static func nextDue(after now: Timestamp) -> Query { nextDueStatement(now) }
}
