import Persistence
import Synchronization
import TestSupport
import Testing

@Suite("transactions", .timeLimit(.minutes(2)))
struct TransactionTests {
    /// A database with a table `t` of ten accounts, ids 1 to 10, amounts 0.
    static func withAccounts(
        configuration: DatabaseConfiguration = DatabaseConfiguration(maximumConnections: 8), _ body: (Database) async throws -> Void
    ) async throws {
        try await TestDatabase.with(configuration: configuration) { database in
            try await database.execute(
                "CREATE TABLE t (id bigint PRIMARY KEY, amount bigint NOT NULL CONSTRAINT not_negative CHECK (amount >= 0))")
            try await database.execute("INSERT INTO t SELECT n, 0 FROM generate_series(1, 10) AS n")
            try await body(database)
        }
    }

    static func total(_ database: Database) async throws -> Int64 {
        try await database.query("SELECT sum(amount)::bigint FROM t")[0][0]
    }

    static func expectTotal(_ wanted: Int64, _ database: Database, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let total = try await total(database)
        #expect(total == wanted, "sum of the amounts", sourceLocation: sourceLocation)
    }

    /// What this session has done and the server has not added to its statistics yet.
    static func scans(of table: String, _ tx: Transaction) throws -> (sequential: Int64, indexed: Int64) {
        let row = try tx.query("SELECT seq_scan, idx_scan FROM pg_stat_xact_user_tables WHERE relname = $1", table)[0]
        return (try row[0], try row[1])
    }

    static let add: Statement = "UPDATE t SET amount = amount + $2 WHERE id = $1"

    struct Refusal: Error, Equatable {}

    @Test("a transaction that loads, decides and stores costs two round trips")
    func roundTrips() async throws {
        try await Self.withAccounts { database in
            let before = database.counters
            let stored = try await database.transaction { tx in
                let ids = try tx.query("SELECT id FROM t WHERE id = ANY($1) ORDER BY id FOR UPDATE", [1, 3, 5] as [Int64])
                    .map { row in try row.decode(0, as: Int64.self) }
                tx.enqueue(
                    "UPDATE t SET amount = n.amount FROM unnest($1, $2) AS n (id, amount) WHERE t.id = n.id", ids,
                    ids.map { $0 * 100 })
                return ids.count
            }
            #expect(stored == 3)
            #expect(database.counters - before == DatabaseCounters(statements: 2, roundTrips: 2, transactions: 1))
            try await Self.expectTotal(900, database)
        }
    }

    @Test("a statement planned while its table was small uses the index when the table has grown, without new statistics")
    func plansAreRenewed() async throws {
        var configuration = DatabaseConfiguration(maximumConnections: 1)
        configuration.planLifetime = .zero
        try await TestDatabase.with(configuration: configuration) { database in
            try await database.execute("CREATE TABLE growing (id bigint PRIMARY KEY, text text) WITH (autovacuum_enabled = off)")
            try await database.execute("INSERT INTO growing SELECT n, '' FROM generate_series(-3, -1) AS n")
            try await database.administer("VACUUM ANALYZE growing")
            let lookUp: Statement = "SELECT t.id FROM growing t JOIN unnest($1::bigint[]) AS k (id) ON t.id = k.id FOR UPDATE OF t"
            // So often that the server settles on one plan.
            for _ in 1...10 { try await database.query(lookUp, [1] as [Int64]) }
            try await database.execute("INSERT INTO growing SELECT n, repeat('x', 100) FROM generate_series(1, 20000) AS n")
            let (before, after) = try await database.transaction { tx in
                let before = try Self.scans(of: "growing", tx)
                _ = try tx.query(lookUp, [1, 20_000] as [Int64])
                return (before, try Self.scans(of: "growing", tx))
            }
            let (sequential, indexed) = (after.sequential - before.sequential, after.indexed - before.indexed)
            #expect(sequential == 0 && indexed > 0, "\(sequential) sequential and \(indexed) index scans")
        }
    }

    @Test("one statement, a queue alone, and a pipeline of several cost one round trip each; nothing costs none")
    func singleRoundTrips() async throws {
        try await Self.withAccounts { database in
            var before = database.counters
            #expect(try await database.execute(Self.add, 1 as Int64, 5 as Int64) == 1)
            #expect(database.counters - before == DatabaseCounters(statements: 1, roundTrips: 1, transactions: 1))

            before = database.counters
            try await database.transaction { tx in
                for id in 1...4 { tx.enqueue(Self.add, Int64(id), 10 as Int64) }
            }
            #expect(database.counters - before == DatabaseCounters(statements: 4, roundTrips: 1, transactions: 1))

            before = database.counters
            let rows = try await database.pipeline([
                Self.add(1 as Int64, 100 as Int64), Statement("amount", "SELECT amount FROM t WHERE id = $1")(1 as Int64),
            ])
            #expect(rows[0].affected == 1 && rows[0].isEmpty)
            #expect(try rows[1][0][0] == 115 as Int64)
            #expect(database.counters - before == DatabaseCounters(statements: 2, roundTrips: 1, transactions: 1))

            before = database.counters
            try await database.transaction { _ in }
            #expect(database.counters == before)
        }
    }

    @Test("the last statement can travel with COMMIT and still return rows")
    func queryAndCommit() async throws {
        try await Self.withAccounts { database in
            let before = database.counters
            let amount: Int64 = try await database.transaction { tx in
                try tx.execute(Self.add, 1 as Int64, 1 as Int64)
                return try tx.queryAndCommit("UPDATE t SET amount = amount * 7 WHERE id = 1 RETURNING amount")[0][0]
            }
            #expect(amount == 7)
            #expect(database.counters - before == DatabaseCounters(statements: 2, roundTrips: 2, transactions: 1))
            await #expect(throws: DatabaseError.finished) {
                try await database.transaction { tx in
                    _ = try tx.queryAndCommit("SELECT 1")
                    try tx.query("SELECT 2")
                }
            }
        }
    }

    @Test("a body that throws undoes everything, and the connection serves the next one")
    func rollback() async throws {
        try await Self.withAccounts(configuration: DatabaseConfiguration(maximumConnections: 1)) { database in
            await #expect(throws: Refusal()) {
                try await database.transaction { tx in
                    try tx.execute(Self.add, 1 as Int64, 5 as Int64)
                    tx.enqueue(Self.add, 2 as Int64, 5 as Int64)
                    throw Refusal()
                }
            }
            try await Self.expectTotal(0, database)
            #expect(database.counters.connectionsOpened == 1)
        }
    }

    @Test("a refused statement is named, wherever in the round trip it stood")
    func attribution() async throws {
        try await Self.withAccounts(configuration: DatabaseConfiguration(maximumConnections: 1)) { database in
            let guilty = Statement("accounts.take", "UPDATE t SET amount = amount - $2 WHERE id = $1")
            let bodies: [@Sendable (Transaction) throws -> Void] = [
                { tx in try tx.query(guilty, 1 as Int64, 5 as Int64) },
                { tx in tx.enqueue(guilty, 1 as Int64, 5 as Int64) },
                { tx in
                    tx.enqueue(Self.add, 2 as Int64, 5 as Int64)
                    tx.enqueue(guilty, 1 as Int64, 5 as Int64)
                    tx.enqueue(Self.add, 3 as Int64, 5 as Int64)
                    try tx.query("SELECT 1")
                },
                { tx in
                    _ = try tx.pipeline([Self.add(2 as Int64, 5 as Int64), guilty(1 as Int64, 5 as Int64), Query("SELECT 1")])
                },
                { tx in
                    try tx.query("SELECT 1")
                    tx.enqueue(guilty, 1 as Int64, 5 as Int64)
                    _ = try tx.queryAndCommit("SELECT 2")
                },
            ]
            for (number, body) in bodies.enumerated() {
                let error = await #expect(throws: PostgresError.self, "body \(number)") { try await database.transaction(body) }
                #expect(error?.statement == "accounts.take", "body \(number)")
                #expect(error?.sqlState == .checkViolation)
                #expect(error?.constraint == "not_negative" && error?.table == "t" && error?.schema == "public")
            }
            try await Self.expectTotal(0, database)
            #expect(database.counters.connectionsOpened == 1)
        }
    }

    @Test("a statement that cannot be prepared is named, and can be prepared when its cause is gone")
    func preparationFails() async throws {
        try await Self.withAccounts(configuration: DatabaseConfiguration(maximumConnections: 1)) { database in
            let load = Statement("later.load", "SELECT count(*) FROM later WHERE id = $1")
            for _ in 0..<3 {
                let error = await #expect(throws: PostgresError.self) { try await database.query(load, 1 as Int64) }
                #expect(error?.sqlState == .undefinedTable && error?.statement == "later.load")
            }
            try await database.execute("CREATE TABLE later (id bigint)")
            #expect(try await database.query(load, 1 as Int64)[0][0] == 0 as Int64)
            #expect(database.counters.connectionsOpened == 1)
        }
    }

    @Test("a body that goes on after a failed statement gets nothing committed")
    func swallowedFailure() async throws {
        try await Self.withAccounts { database in
            await #expect(throws: DatabaseError.rolledBack(statement: "bad")) {
                try await database.transaction { tx in
                    try tx.execute(Self.add, 1 as Int64, 5 as Int64)
                    _ = try? tx.query(Statement("bad", "SELECT 1 / 0"))
                }
            }
            await #expect(throws: DatabaseError.rolledBack(statement: "bad")) {
                try await database.transaction { tx in
                    _ = try? tx.query(Statement("bad", "SELECT 1 / 0"))
                    try tx.execute(Self.add, 1 as Int64, 5 as Int64)
                }
            }
            try await Self.expectTotal(0, database)
        }
    }

    @Test("descriptions of errors hold no values, debug descriptions do")
    func errorsHoldNoData() async throws {
        try await Self.withAccounts { database in
            try await database.execute("CREATE TABLE names (name text PRIMARY KEY)")
            try await database.execute("INSERT INTO names VALUES ($1)", "Ann Customer")
            let error = await #expect(throws: PostgresError.self) {
                try await database.execute(Statement("names.insert", "INSERT INTO names VALUES ($1)"), "Ann Customer")
            }
            let conversion = await #expect(throws: PostgresError.self) {
                try await database.execute(Statement("names.convert", "SELECT name::bigint FROM names"))
            }
            for error in [error, conversion] {
                #expect(error.map { "\($0)".contains("Customer") } == false)
                #expect(error.map { String(reflecting: $0).contains("Customer") } == true)
            }
            #expect(error?.description.contains("names_pkey") == true && error?.description.contains("names.insert") == true)
        }
    }

    @Test("a deferred constraint that fails at COMMIT is a refusal of a known outcome")
    func deferredConstraint() async throws {
        try await Self.withAccounts { database in
            try await database.execute(
                "CREATE TABLE child (id bigint REFERENCES t (id) DEFERRABLE INITIALLY DEFERRED)")
            let error = await #expect(throws: PostgresError.self) {
                try await database.execute("INSERT INTO child VALUES (99)")
            }
            #expect(error?.sqlState == .foreignKeyViolation && error?.statement == "COMMIT")
            #expect(try await database.query("SELECT count(*) FROM child")[0][0] == 0 as Int64)
        }
    }

    @Test("read-only transactions and isolation levels are what they say")
    func options() async throws {
        try await Self.withAccounts { database in
            let error = await #expect(throws: PostgresError.self) {
                try await database.transaction(readOnly: true) { try $0.execute(Self.add, 1 as Int64, 1 as Int64) }
            }
            #expect(error?.sqlState == .readOnlyTransaction)
            for level in [IsolationLevel.readCommitted, .repeatableRead, .serializable] {
                let shown: String = try await database.transaction(isolation: level) {
                    try $0.query("SELECT upper(current_setting('transaction_isolation'))")[0][0]
                }
                #expect(shown == level.rawValue)
            }
        }
    }

    @Test("more statements than may stay prepared, and one text with several types of parameters, all work")
    func statementCache() async throws {
        var configuration = DatabaseConfiguration(maximumConnections: 1)
        configuration.preparedStatementsPerConnection = 4
        try await Self.withAccounts(configuration: configuration) { database in
            for round in 0..<3 {
                for number in 0..<20 {
                    let sum: Int64 = try await database.query(
                        Statement(stringLiteral: "SELECT $1 + \(number)"), Int64(round))[0][0]
                    #expect(sum == Int64(round + number))
                }
            }
            let prepared: Int64 = try await database.query("SELECT count(*) FROM pg_prepared_statements")[0][0]
            #expect(prepared <= 6, "four, this one, and what the next round trip will free")
            let sql: Statement = "SELECT pg_typeof($1)::text"
            #expect(try await database.query(sql, 1 as Int64)[0][0] == "bigint")
            #expect(try await database.query(sql, 1 as Int16)[0][0] == "smallint")
            #expect(try await database.query(sql, "1")[0][0] == "text")
            #expect(try await database.query(sql, 1 as Int64)[0][0] == "bigint")
        }
    }

    @Test("a schema that changes under a prepared statement costs one failure, not a broken connection")
    func changedSchema() async throws {
        try await Self.withAccounts(configuration: DatabaseConfiguration(maximumConnections: 1)) { database in
            let load = Statement("all", "SELECT * FROM t WHERE id = $1")
            #expect(try await database.query(load, 1 as Int64).columnCount == 2)
            try await database.execute("ALTER TABLE t ADD COLUMN note text")
            _ = try? await database.query(load, 1 as Int64)
            #expect(try await database.query(load, 1 as Int64).columnCount == 3)
        }
    }

    @Test("a body may await other things between the statements of an async transaction")
    func asyncTransaction() async throws {
        try await Self.withAccounts { database in
            let before = database.counters
            let amount = try await database.asyncTransaction { tx in
                let amount: Int64 = try await tx.query("SELECT amount FROM t WHERE id = 1 FOR UPDATE")[0][0]
                await Task.yield()
                try await tx.enqueue(Self.add, 1 as Int64, amount + 3)
                return amount
            }
            #expect(amount == 0)
            #expect(database.counters - before == DatabaseCounters(statements: 2, roundTrips: 2, transactions: 1))
            await #expect(throws: Refusal()) {
                try await database.asyncTransaction { tx in
                    try await tx.execute(Self.add, 1 as Int64, 5 as Int64)
                    throw Refusal()
                }
            }
            let many = try await database.asyncTransaction { tx in
                try await tx.run { tx in try (1...10).map { try tx.execute(Self.add, Int64($0), 1 as Int64) } }
            }
            #expect(many == Array(repeating: 1, count: 10))
            try await Self.expectTotal(13, database)
        }
    }

    @Test("an async transaction that leaks out of its body reaches nothing")
    func leakedTransaction() async throws {
        try await Self.withAccounts(configuration: DatabaseConfiguration(maximumConnections: 1)) { database in
            let leaked = try await database.asyncTransaction { tx in
                try await tx.query("SELECT 1")
                return tx
            }
            await #expect(throws: DatabaseError.finished) { try await leaked.execute(Self.add, 1 as Int64, 5 as Int64) }
            try await database.asyncTransaction { tx in
                try await tx.query("SELECT 1")
                await #expect(throws: DatabaseError.finished) { try await leaked.execute(Self.add, 1 as Int64, 5 as Int64) }
            }
            try await Self.expectTotal(0, database)
        }
    }
}
