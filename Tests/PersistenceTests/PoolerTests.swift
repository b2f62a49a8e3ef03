import Logging
import Synchronization
import TestSupport
import Testing

@testable import Persistence

@Suite("a pooler that gives each transaction to any of its server connections", .timeLimit(.minutes(3)))
struct PoolerTests {
    private static let load: Statement = "SELECT id, amount FROM t WHERE id = ANY($1) ORDER BY id FOR UPDATE"
    private static let store: Statement = """
        UPDATE t SET amount = n.amount FROM unnest($1, $2) AS n (id, amount) WHERE t.id = n.id
        """
    private static let record: Statement = "INSERT INTO paid (payer, number, note) VALUES ($1, $2, $3)"

    /// Two processes of a node would have two such databases.
    private static func open(_ url: DatabaseURL, _ logger: Logger, listenURL: DatabaseURL? = nil) -> Database {
        var configuration = DatabaseConfiguration(maximumConnections: 8)
        configuration.sessionSettings["lock_timeout"] = "20s"
        configuration.pollingInterval = .milliseconds(20)
        return Database(url: url, listenURL: listenURL, configuration: configuration, logger: logger)
    }

    /// - Parameter body: gets the database itself, and the pooler.
    private static func withPooler(serverConnections: Int = 3, _ body: (Database, TestPooler) async throws -> Void) async throws {
        try await TransactionTests.withAccounts { database in
            try await database.execute("UPDATE t SET amount = 1000")
            try await database.execute("CREATE TABLE paid (payer bigint, number integer, note text, PRIMARY KEY (payer, number))")
            try await TestPooler.with(serverConnections: serverConnections) { try await body(database, $0) }
        }
    }

    /// Payers of one process: each pays 50 times to somebody else, and looks at all accounts after each payment. Nothing is repeated.
    private static func pay(_ payers: Range<Int64>, _ database: Database) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for payer in payers {
                group.addTask {
                    for number in Int32(0)..<50 {
                        try await database.transaction(retry: .none) { tx in
                            let ids = [payer, 1 + (payer + Int64(number)) % 10].sorted()
                            let rows = try tx.query(load, ids).map { row in
                                (try row.decode(0, as: Int64.self), try row.decode(1, as: Int64.self))
                            }
                            let amounts = rows.map { rows.count == 1 ? $0.1 : $0.0 == payer ? $0.1 - 1 : $0.1 + 1 }
                            tx.enqueue(store, rows.map(\.0), amounts)
                            tx.enqueue(record, payer, number, "payment")
                        }
                        let sum: Int64 = try await database.query("SELECT sum(amount)::bigint FROM t")[0][0]
                        #expect(sum == 10_000)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("eight payers in two processes, three server connections: no failure, nothing is repeated, and the sum is right")
    func payments() async throws {
        try await Self.withPooler { database, pooler in
            let log = RecordedLog()
            let processes = try (0..<2).map { _ in Self.open(try pooler.url(of: database.url), log.logger) }
            async let first: Void = Self.pay(1..<5, processes[0])
            async let second: Void = Self.pay(5..<9, processes[1])
            _ = try await (first, second)
            for process in processes {
                #expect(process.counters.retries == 0)
                await process.close()
            }
            let paid: Int64 = try await database.query("SELECT count(*) FROM paid")[0][0]
            #expect(paid == 400)
            try await TransactionTests.expectTotal(10_000, database)
            #expect(log.lines.count { $0.contains("A pooler stands between") } == 2, "each process says it once: \(log.lines)")
        }
    }

    @Test("nothing is left in the pooler's sessions, and transactions have their settings")
    func traces() async throws {
        try await Self.withPooler(serverConnections: 1) { database, pooler in
            let process = Self.open(try pooler.url(of: database.url), TestDatabase.quietLogger)
            try await Self.pay(1..<5, process)
            let inside: String = try await process.query("SELECT current_setting('lock_timeout') || ' ' || current_setting('TimeZone')")[0][
                0]
            #expect(inside == "20s UTC")
            await process.close()
            // The same session, as somebody finds it who has no settings of his own.
            var plain = DatabaseConfiguration(maximumConnections: 1)
            plain.sessionSettings["TimeZone"] = "Asia/Tokyo"
            let other = Database(url: try pooler.url(of: database.url), configuration: plain, logger: TestDatabase.quietLogger)
            let left: String = try await other.query("SELECT current_setting('lock_timeout') || ' ' || current_setting('TimeZone')")[0][0]
            #expect(left == "0 Asia/Tokyo")
            let names: Int64 = try await other.query("SELECT count(*) FROM pg_prepared_statements WHERE name <> ''")[0][0]
            #expect(names == 0)
            await other.close()
        }
    }

    @Test("streams, COPY in both directions and locks of transactions work as without a pooler")
    func otherProtocols() async throws {
        try await Self.withPooler { database, pooler in
            let process = Self.open(try pooler.url(of: database.url), TestDatabase.quietLogger)
            try await process.transaction { tx in
                try tx.lock(AdvisoryLock(space: 1, key: 1))
                try tx.copyIn(CopyTarget("paid", "payer", "number", "note")) { copy in
                    for number in Int32(0)..<2000 { try copy.row(Int64(number % 3), number, "note") }
                }
            }
            let counts = try await process.transaction { tx in
                var streamed = 0
                try tx.stream(Query(Statement("paid", "SELECT number FROM paid WHERE payer = $1"), PostgresParameters(1 as Int64))) {
                    streamed += $0.count
                }
                let copied = try tx.copyOut(
                    Query(Statement("paid", "SELECT number FROM paid WHERE payer = $1"), PostgresParameters(2 as Int64))
                ) {
                    _ in
                }
                return [streamed, copied]
            }
            #expect(counts == [667, 666])
            await process.close()
        }
    }

    @Test("listeners look for work themselves, with one warning; with a URL that leads around the pooler they hear")
    func listening() async throws {
        try await Self.withPooler { database, pooler in
            let log = RecordedLog()
            let url = try pooler.url(of: database.url)
            let deaf = Self.open(url, log.logger)
            var events = deaf.notifications(channels: ["one"]).makeAsyncIterator()
            for _ in 1...5 { #expect(await events.next() == .mayHaveMissed) }
            #expect(log.lines.count { $0.hasPrefix("warning") } == 1, "\(log.lines)")

            let hearing = Self.open(url, log.logger, listenURL: database.url)
            var heard = hearing.notifications(channels: ["one"]).makeAsyncIterator()
            #expect(await heard.next() == .mayHaveMissed)
            try await deaf.notify(channel: "one", payload: "a")
            #expect(await heard.next() == .notification(channel: "one", payload: "a"))
            #expect(log.lines.count { $0.hasPrefix("warning") } == 1, "\(log.lines)")
            await deaf.close()
            await hearing.close()
        }
    }

    private static let preparedNames: Statement = "SELECT count(*) FROM pg_prepared_statements WHERE name <> ''"

    /// What somebody else does to a session that is not ours alone.
    private static func spoil(_ database: Database) async throws { try await database.administer("DEALLOCATE ALL") }

    @Test("a prepared statement that is gone is the sign of a pooler: the transaction is repeated, and from then on nothing has a name")
    func sign() async throws {
        try await TestDatabase.withURL { url in
            let log = RecordedLog()
            let database = Database(url: url, configuration: DatabaseConfiguration(maximumConnections: 1), logger: log.logger)
            for _ in 1...3 { try await database.query("SELECT 1") }
            #expect(try await database.query(Self.preparedNames)[0][0] == 2 as Int64)
            for _ in 1...3 {
                try await Self.spoil(database)
                #expect(try await database.query("SELECT 1").count == 1)
            }
            #expect(try await database.query(Self.preparedNames)[0][0] == 0 as Int64)
            #expect(database.counters.retries == 1)
            #expect(log.lines.count { $0.contains("A pooler stands between") } == 1, "\(log.lines)")
            await database.close()
        }
    }

    @Test("prepared_statements in the URL says what is there: off, nothing has a name from the beginning; on, statements keep theirs")
    func choice() async throws {
        try await TestDatabase.with { direct in
            for (choice, names) in [("off", 0 as Int64), ("on", 2)] {
                let text =
                    "postgresql://\(direct.url.user ?? ""):\(TestDatabase.serverPassword ?? "")@\(direct.url.host):\(direct.url.port)"
                let url = try DatabaseURL("\(text)/\(direct.url.databaseName ?? "")?prepared_statements=\(choice)")
                let database = Database(
                    url: url, configuration: DatabaseConfiguration(maximumConnections: 1), logger: TestDatabase.quietLogger)
                for _ in 1...3 {
                    try await database.query("SELECT 1")
                    try await Self.spoil(database)
                }
                try await database.query("SELECT 1")
                #expect(try await database.query(Self.preparedNames)[0][0] == names, "\(choice)")
                await database.close()
            }
        }
    }
}
