import Persistence
import Synchronization
import TestSupport
import Testing

@Suite("pool and cancellation", .timeLimit(.minutes(2)))
struct PoolTests {
    /// Waits until the server says that some session of this database is in this state.
    static func waitUntil(_ database: Database, _ condition: Statement) async throws {
        while try await database.query(condition)[0].decode(0, as: Bool.self) == false { await Task.yield() }
    }

    /// Whether a session of this database is asleep in `pg_sleep`.
    static let someoneSleeps: Statement = """
        SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep')
        """

    @Test("who finds all connections in use for too long gets a clear error")
    func exhaustion() async throws {
        var configuration = DatabaseConfiguration(maximumConnections: 2)
        configuration.acquireTimeout = .milliseconds(50)
        try await TestDatabase.with(configuration: configuration) { database in
            // Opening a connection may take longer than that; whoever gave up finds it ready later.
            while database.counters.connectionsOpened < 2 {
                _ = try? await database.asyncTransaction { one in
                    try await one.query("SELECT 1")
                    try await database.query("SELECT 1")
                }
            }
            try await database.asyncTransaction { one in
                try await one.query("SELECT 1")
                try await database.asyncTransaction { two in
                    try await two.query("SELECT 1")
                    let error = await #expect(throws: DatabaseError.self) { try await database.query("SELECT 1") }
                    #expect(error == .poolExhausted(connections: 2, waitedSeconds: 0.05))
                    #expect(error?.description == "all 2 PostgreSQL connections of the pool were in use for 0.05 s")
                }
                #expect(try await database.query("SELECT 2")[0][0] == 2 as Int32)
            }
            #expect(database.counters.connectionsOpened == 2)
        }
    }

    @Test("more callers than may wait are refused at once")
    func tooManyWaiters() async throws {
        var configuration = DatabaseConfiguration(maximumConnections: 1)
        configuration.maximumWaiters = 0
        try await TestDatabase.with { other in
            let database = Database(url: other.url, configuration: configuration, logger: TestDatabase.quietLogger)
            await #expect(throws: DatabaseError.tooManyWaiters(limit: 0)) { try await database.query("SELECT 1") }
            await database.close()
        }
    }

    @Test("who comes first is served first")
    func firstComeFirstServed() async throws {
        try await TestDatabase.with(configuration: DatabaseConfiguration(maximumConnections: 1)) { database in
            let served = Recorder<Int>()
            let isHeld = Rendezvous()
            let mayGo = Rendezvous()
            try await withThrowingTaskGroup { group in
                group.addTask {
                    try await database.asyncTransaction { tx in
                        try await tx.query("SELECT 1")
                        await isHeld.meet()
                        await mayGo.meet()
                    }
                }
                await isHeld.meet()
                for number in 0..<20 {
                    group.addTask {
                        try await database.transaction { tx in
                            try tx.query("SELECT 1")
                            served.append(number)
                        }
                    }
                    while database.waitingCallers <= number { await Task.yield() }
                }
                await mayGo.meet()
                try await group.waitForAll()
            }
            #expect(served.values == Array(0..<20))
        }
    }

    @Test("hundreds of callers share a few connections")
    func manyCallers() async throws {
        try await TransactionTests.withAccounts(configuration: DatabaseConfiguration(maximumConnections: 3)) { database in
            try await withThrowingTaskGroup { group in
                for number in 0..<300 {
                    group.addTask { try await database.execute(TransactionTests.add, Int64(number % 10) + 1, 1 as Int64) }
                }
                try await group.waitForAll()
            }
            try await TransactionTests.expectTotal(300, database)
            #expect(database.counters.connectionsOpened <= 3)
        }
    }

    @Test("cancelling a task cancels its running statement, and the pool goes on")
    func cancelRunningStatement() async throws {
        try await TransactionTests.withAccounts { database in
            let task = Task {
                try await database.transaction { tx in
                    try tx.execute(TransactionTests.add, 1 as Int64, 1 as Int64)
                    try tx.query("SELECT pg_sleep(600)")
                }
            }
            try await Self.waitUntil(database, Self.someoneSleeps)
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            try await Self.waitUntil(
                database,
                "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep')")
            try await TransactionTests.expectTotal(0, database)
        }
    }

    @Test("cancelling a task ends its wait for a connection")
    func cancelWaiting() async throws {
        try await TestDatabase.with(configuration: DatabaseConfiguration(maximumConnections: 1)) { database in
            try await database.asyncTransaction { tx in
                try await tx.query("SELECT 1")
                let task = Task { try await database.query("SELECT 1") }
                while database.waitingCallers == 0 { await Task.yield() }
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
                #expect(database.waitingCallers == 0)
            }
            #expect(try await database.query("SELECT 3")[0][0] == 3 as Int32)
        }
    }

    @Test("a task that is cancelled already asks the server nothing")
    func cancelledBefore() async throws {
        try await TestDatabase.with { database in
            let before = database.counters
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await database.query("SELECT 1")
            }
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(database.counters == before)
        }
    }

    @Test("cancelling between the statements of an async transaction undoes it")
    func cancelBetweenStatements() async throws {
        try await TransactionTests.withAccounts { database in
            let task = Task {
                try await database.asyncTransaction { tx in
                    try await tx.execute(TransactionTests.add, 1 as Int64, 1 as Int64)
                    withUnsafeCurrentTask { $0?.cancel() }
                    try await tx.execute(TransactionTests.add, 1 as Int64, 1 as Int64)
                }
            }
            await #expect(throws: CancellationError.self) { try await task.value }
            try await TransactionTests.expectTotal(0, database)
        }
    }

    @Test("connections that the server has closed while they rested are replaced without anybody's noticing")
    func closedByTheServer() async throws {
        try await TestDatabase.with(configuration: DatabaseConfiguration(maximumConnections: 3)) { database in
            let everyoneIsIn = Rendezvous()
            async let first: Void = database.asyncTransaction { tx in
                try await tx.query("SELECT 1")
                await everyoneIsIn.meet()
            }
            async let second: Void = database.asyncTransaction { tx in
                try await tx.query("SELECT 1")
                await everyoneIsIn.meet()
            }
            _ = try await (first, second)
            try await Self.endOtherSessions(of: database)
            let before = database.counters
            #expect(try await database.query("SELECT 5")[0][0] == 5 as Int32)
            #expect((database.counters - before).retries == 0)
        }
    }

    /// Ends all sessions of the database from outside, and waits until they are gone.
    static func endOtherSessions(of database: Database) async throws {
        let outside = Database(
            url: try TestDatabase.serverURL, configuration: DatabaseConfiguration(maximumConnections: 1),
            logger: TestDatabase.quietLogger)
        let name = database.url.databaseName!
        try await outside.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
        while try await outside.query("SELECT count(*) FROM pg_stat_activity WHERE datname = $1", name)[0].decode(0, as: Int.self) > 0 {
            await Task.yield()
        }
        await outside.close()
    }

    @Test("a transaction whose session ends before COMMIT is repeated on another connection and happens once")
    func sessionEndsInTransaction() async throws {
        try await TransactionTests.withAccounts { database in
            let attempts = Mutex(0)
            try await database.transaction { tx in
                try tx.execute(TransactionTests.add, 1 as Int64, 1 as Int64)
                if attempts.withLock({
                    $0 += 1; return $0
                }) == 1 {
                    try tx.query("SELECT pg_terminate_backend(pg_backend_pid())")
                }
            }
            #expect(attempts.withLock { $0 } == 2)
            try await TransactionTests.expectTotal(1, database)
            #expect(database.counters.retries == 1)
        }
    }

    @Test("a server that cannot be reached is named, without the password")
    func unreachable() async throws {
        let url = try DatabaseURL("postgresql://ann:secret@127.0.0.1:1/db")
        let sleeper = RetryTests.Sleeper()
        let database = Database(url: url, configuration: sleeper.configuration, logger: TestDatabase.quietLogger)
        let error = await #expect(throws: DatabaseError.self) { try await database.query("SELECT 1") }
        guard case .cannotConnect(let server, let reason, let isTransient) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(server == "ann@127.0.0.1:1/db" && isTransient && reason.contains("Connection refused"))
        #expect(!"\(error!)".contains("secret"))
        #expect(database.counters.retries == 8)
        await database.close()
    }

    @Test("a database that does not exist is told at once")
    func missingDatabase() async throws {
        let database = Database(
            url: try TestDatabase.serverURL.withDatabase("no_such_database"), logger: TestDatabase.quietLogger)
        let error = await #expect(throws: DatabaseError.self) { try await database.query("SELECT 1") }
        #expect(error?.description.contains("no_such_database") == true)
        #expect(database.counters.retries == 0)
        await database.close()
    }

    @Test("a closed database lets nobody in, and closing waits for those who are in")
    func close() async throws {
        try await TestDatabase.with { other in
            let database = Database(url: other.url, logger: TestDatabase.quietLogger)
            let isInside = Rendezvous()
            let task = Task {
                try await database.asyncTransaction { tx in
                    try await tx.query("SELECT 1")
                    await isInside.meet()
                    return try await tx.query("SELECT 6")[0].decode(0, as: Int32.self)
                }
            }
            await isInside.meet()
            await database.close()
            let result = try await task.value
            #expect(result == 6)
            #expect(database.counters.connectionsClosed == database.counters.connectionsOpened)
            await #expect(throws: DatabaseError.closed) { try await database.query("SELECT 1") }
        }
    }
}

/// Notes values from several tasks in the order in which they come.
final class Recorder<Value: Sendable>: Sendable {
    private let noted = Mutex<[Value]>([])

    var values: [Value] { noted.withLock { $0 } }
    func append(_ value: Value) { noted.withLock { $0.append(value) } }
}
