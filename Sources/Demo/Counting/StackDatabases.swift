import Logging
import Persistence
public import SMPProtocol

/// The databases of a stack's nodes, to be looked into. They are closed with ``close()``.
public struct StackDatabases: Sendable {
    let creditors: Database
    let debtors: Database
    /// Of each worker of Circular Trade.
    let workers: [Database]

    /// Reads `CREDITORS_POSTGRES_URL`, `DEBTORS_POSTGRES_URL`, `WORKER_POSTGRES_URL` and, where there is one, `WORKER_2_POSTGRES_URL`.
    ///
    /// - Throws: ``Nodes/MissingAddress``, or what is wrong with a URL.
    public init(environment: [String: String]) throws {
        var logger = Logger(label: "swpt-demo")
        logger.logLevel = .error
        let configuration = DatabaseConfiguration(maximumConnections: 2)
        func database(_ variable: String) throws -> Database? {
            guard let text = environment[variable], !text.isEmpty else { return nil }
            return Database(url: try DatabaseURL(text), configuration: configuration, logger: logger)
        }
        func needed(_ variable: String) throws -> Database {
            guard let database = try database(variable) else { throw Nodes.MissingAddress(variable: variable) }
            return database
        }
        creditors = try needed("CREDITORS_POSTGRES_URL")
        debtors = try needed("DEBTORS_POSTGRES_URL")
        workers = [try needed("WORKER_POSTGRES_URL"), try database("WORKER_2_POSTGRES_URL")].compactMap(\.self)
    }

    /// Ends all connections.
    public func close() async {
        for database in [creditors, debtors] + workers { await database.close() }
    }

    /// Does something with the databases, and closes them.
    public static func with<R: Sendable>(environment: [String: String], _ body: (StackDatabases) async throws -> R) async throws -> R {
        let databases = try StackDatabases(environment: environment)
        let result: Result<R, any Error>
        do { result = .success(try await body(databases)) } catch { result = .failure(error) }
        await databases.close()
        return try result.get()
    }

    // MARK: Balances

    /// What the agents' databases say: the principals of holders, and the balances of issuers.
    ///
    /// - Returns: as the accounting authority has told it last, and as the ledgers add it up.
    func agents(_ currencies: [DebtorID]) async throws -> (told: Holdings, added: Holdings) {
        var (told, added) = (Holdings(), Holdings())
        let accounts = try await creditors.query(
            "SELECT debtor_id, creditor_id, principal, ledger_principal FROM account_data WHERE debtor_id = ANY($1)", currencies)
        for row in accounts {
            let (debtor, creditor): (DebtorID, CreditorID) = (try row[0], try row[1])
            told[debtor, creditor] = try row[2]
            added[debtor, creditor] = try row[3]
        }
        for row in try await debtors.query("SELECT debtor_id, balance FROM debtor WHERE debtor_id = ANY($1)", currencies) {
            let debtor: DebtorID = try row[0]
            told[debtor, .root] = try row[1]
            added[debtor, .root] = try row[1]
        }
        return (told, added)
    }

    /// What the workers' databases say of the collector accounts.
    func collectors(_ currencies: [DebtorID]) async throws -> Holdings {
        var holdings = Holdings()
        for worker in workers {
            let rows = try await worker.query(
                "SELECT debtor_id, creditor_id, principal FROM worker_account WHERE debtor_id = ANY($1)", currencies)
            for row in rows { holdings[try row[0], try row[1]] = try row[2] }
        }
        return holdings
    }

    /// How often since a moment money has come to a holder's ledger, and when that was the last time.
    public func arrivals(in currencies: [DebtorID], since moment: Timestamp) async throws -> (count: Int64, last: Timestamp?) {
        let rows = try await creditors.query(
            "SELECT count(*), max(added_at) FROM ledger_entry WHERE debtor_id = ANY($1) AND acquired_amount > 0 AND added_at >= $2",
            currencies, moment)
        return (try rows[0][0], try rows[0][1])
    }

    // MARK: Work

    /// Rows of work that is not done yet, in all currencies, by the name of the table. Outboxes count as a whole.
    func unfinishedWork(_ currencies: [DebtorID]) async throws -> [(table: String, count: Int64)] {
        var counts: [(String, Int64)] = []
        let transfers: Statement = "SELECT count(*) FROM running_transfer WHERE finalized_at IS NULL AND debtor_id = ANY($1)"
        for (name, database) in [("creditors", creditors), ("debtors", debtors)] {
            let rows = try await database.pipeline([
                Query("SELECT count(*) FROM outbox_message"), Query(transfers, PostgresParameters(currencies)),
            ])
            counts.append(("\(name).outbox_message", try rows[0][0][0]))
            counts.append(("\(name).running_transfer", try rows[1][0][0]))
        }
        for (number, worker) in workers.enumerated() {
            let tables = Self.workTables
            let rows = try await worker.pipeline(
                tables.map { Query($0.count, PostgresParameters(currencies)) } + [Query("SELECT count(*) FROM outbox_message")])
            for (table, found) in zip(tables.map(\.name) + ["outbox_message"], rows) {
                counts.append(("worker \(number + 1).\(table)", try found[0][0]))
            }
        }
        return counts.filter { $0.1 > 0 }
    }

    /// Whether no node has messages that are still to be published.
    public func hasNoMessages() async throws -> Bool {
        for database in [creditors, debtors] + workers {
            let rows = try await database.query("SELECT EXISTS (SELECT FROM outbox_message)")
            if try rows[0][0] { return false }
        }
        return true
    }

    /// The tables of a worker that hold what has to be done, or given back.
    private static let workTables: [(name: String, count: Statement)] = [
        ("account_lock", "SELECT count(*) FROM account_lock WHERE released_at IS NULL AND debtor_id = ANY($1)"),
        ("creditor_participation", "SELECT count(*) FROM creditor_participation WHERE debtor_id = ANY($1)"),
        ("dispatching_status", "SELECT count(*) FROM dispatching_status WHERE debtor_id = ANY($1)"),
        ("worker_collecting", "SELECT count(*) FROM worker_collecting WHERE debtor_id = ANY($1)"),
        ("worker_sending", "SELECT count(*) FROM worker_sending WHERE debtor_id = ANY($1)"),
        ("worker_receiving", "SELECT count(*) FROM worker_receiving WHERE debtor_id = ANY($1)"),
        ("worker_dispatching", "SELECT count(*) FROM worker_dispatching WHERE debtor_id = ANY($1)"),
        ("transfer_attempt", "SELECT count(*) FROM transfer_attempt WHERE debtor_id = ANY($1)"),
        ("delayed_account_transfer", "SELECT count(*) FROM delayed_account_transfer WHERE debtor_id = ANY($1)"),
    ]

    // MARK: Documents

    /// Which of the addresses the workers have documents of, and since when.
    public func fetchedDocuments(_ locators: [String]) async throws -> [String: Timestamp] {
        var found: [String: Timestamp] = [:]
        for worker in workers {
            let rows = try await worker.query(
                "SELECT debtor_info_locator, fetched_at FROM debtor_info_document WHERE debtor_info_locator = ANY($1)", locators)
            for row in rows { found[try row[0]] = try row[1] }
        }
        return found
    }

    /// Which of the currencies the workers know the official address of, which is what makes them tradable.
    public func confirmedCurrencies(_ currencies: [DebtorID]) async throws -> Set<DebtorID> {
        var found: Set<DebtorID> = []
        for worker in workers {
            let rows = try await worker.query(
                "SELECT debtor_id FROM debtor_locator_claim WHERE debtor_info_locator IS NOT NULL AND debtor_id = ANY($1)", currencies)
            for row in rows { found.insert(try row[0]) }
        }
        return found
    }
}
