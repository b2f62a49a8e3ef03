import Persistence
import Synchronization
import TestSupport
import Testing

@Suite("connections that are lost around COMMIT", .timeLimit(.minutes(2)))
struct CommitOutcomeTests {
    /// COMMIT as a statement of its own, unlike the one in READ COMMITTED.
    static let commit = "COMMIT\0"

    /// A pool that reaches the database through the proxy.
    static func through(_ proxy: CuttingProxy, _ database: Database) throws -> Database {
        let password = try #require(TestDatabase.serverPassword)
        let url = try DatabaseURL(
            "postgresql://\(database.url.user!):\(password)@127.0.0.1:\(proxy.port)/\(database.url.databaseName!)?sslmode=disable")
        var configuration = DatabaseConfiguration(maximumConnections: 1)
        configuration.cancellationGrace = .milliseconds(100)
        return Database(url: url, configuration: configuration, logger: TestDatabase.quietLogger)
    }

    @Test(
        "a connection that is cut during COMMIT surfaces as an unknown outcome and is not repeated",
        arguments: CuttingProxy.Moment.allCases)
    func cutDuringCommit(moment: CuttingProxy.Moment) async throws {
        try await TransactionTests.withAccounts { database in
            let proxy = try CuttingProxy(serverPort: UInt16(database.url.port)!, word: Self.commit, failure: .cut(moment))
            let through = try Self.through(proxy, database)
            let attempts = Mutex(0)
            let error = await #expect(throws: DatabaseError.self) {
                try await through.transaction { tx in
                    attempts.withLock { $0 += 1 }
                    tx.enqueue(TransactionTests.add, 1 as Int64, 1 as Int64)
                }
            }
            guard case .commitOutcomeUnknown = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(attempts.withLock { $0 } == 1)
            try await TransactionTests.expectTotal(moment == .afterTheServerHasActed ? 1 : 0, database)
            // The pool has replaced the connection.
            try await through.execute(TransactionTests.add, 2 as Int64, 5 as Int64)
            await through.close()
            proxy.stop()
        }
    }

    @Test(
        "a connection that is cut before COMMIT is sent is repeated, and the transaction happens once",
        arguments: CuttingProxy.Moment.allCases)
    func cutBeforeCommit(moment: CuttingProxy.Moment) async throws {
        try await TransactionTests.withAccounts { database in
            let proxy = try CuttingProxy(serverPort: UInt16(database.url.port)!, word: "amount + $2", failure: .cut(moment))
            let through = try Self.through(proxy, database)
            let attempts = Mutex(0)
            try await through.transaction { tx in
                attempts.withLock { $0 += 1 }
                try tx.execute(TransactionTests.add, 1 as Int64, 1 as Int64)
            }
            #expect(attempts.withLock { $0 } == 2)
            try await TransactionTests.expectTotal(1, database)
            await through.close()
            proxy.stop()
        }
    }

    @Test("a read-only transaction whose connection is cut during COMMIT is repeated, for it has no outcome")
    func readOnly() async throws {
        try await TransactionTests.withAccounts { database in
            let proxy = try CuttingProxy(
                serverPort: UInt16(database.url.port)!, word: Self.commit, failure: .cut(.afterTheServerHasActed))
            let through = try Self.through(proxy, database)
            let rows = try await through.pipeline(["SELECT 7"], readOnly: true)
            #expect(try rows[0][0][0] == 7 as Int32)
            #expect(through.counters.retries == 1)
            await through.close()
            proxy.stop()
        }
    }

    @Test("cancelling ends a wait for a server that does not answer", arguments: ["amount + $2", commit])
    func cancelInSilence(word: String) async throws {
        try await TransactionTests.withAccounts { database in
            let proxy = try CuttingProxy(serverPort: UInt16(database.url.port)!, word: word, failure: .silence)
            let through = try Self.through(proxy, database)
            let task = Task {
                try await through.transaction { tx in
                    try tx.execute(TransactionTests.add, 1 as Int64, 1 as Int64)
                    tx.enqueue("SELECT 1")
                }
            }
            while !proxy.hasFailed { await Task.yield() }
            task.cancel()
            if word == Self.commit {
                await #expect(throws: DatabaseError.commitOutcomeUnknown(statement: "SELECT 1")) { try await task.value }
            } else {
                await #expect(throws: CancellationError.self) { try await task.value }
            }
            try await TransactionTests.expectTotal(0, database)
            await through.close()
            proxy.stop()
        }
    }

    @Test("a session that the server ends while it commits surfaces as an unknown outcome")
    func endedDuringCommit() async throws {
        try await TransactionTests.withAccounts { database in
            try await database.transaction { tx in
                try tx.script(
                    "trigger",
                    """
                    CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS
                        $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
                    CREATE CONSTRAINT TRIGGER leaves AFTER UPDATE ON t DEFERRABLE INITIALLY DEFERRED
                        FOR EACH ROW EXECUTE FUNCTION leave();
                    """)
            }
            await #expect(throws: DatabaseError.commitOutcomeUnknown(statement: "add")) {
                try await database.execute(Statement("add", "UPDATE t SET amount = amount + 1 WHERE id = 1"))
            }
            try await TransactionTests.expectTotal(0, database)
        }
    }
}
