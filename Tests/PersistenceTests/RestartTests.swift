import Persistence
import Synchronization
import TestSupport
import Testing

@Suite("a server that restarts", .timeLimit(.minutes(2)))
struct RestartTests {
    @Test("transactions under load survive two restarts: what was acknowledged happened once, what failed did not")
    func restartUnderLoad() async throws {
        let control = try ControlScript(variable: "TEST_POSTGRES_CONTROL")
        try await ServerAccess.postgres.exclusive {
            try await TestDatabase.withOwnURL { url in
                let database = Database(
                    url: url, configuration: DatabaseConfiguration(maximumConnections: 4), logger: TestDatabase.quietLogger)
                try await database.execute("CREATE TABLE done (worker bigint, number bigint, PRIMARY KEY (worker, number))")
                let load = Load(database)
                async let outcome = load.run(workers: 8)
                for _ in 0..<2 {
                    await load.waitForProgress()
                    try await control.run("restart")
                }
                await load.waitForProgress()
                load.stop()
                let (acknowledged, unknown) = try await outcome
                let stored = Set(
                    try await database.query("SELECT worker, number FROM done").map { row in
                        Load.Item(worker: try row[0], number: try row[1])
                    })
                #expect(acknowledged.isSubset(of: stored), "acknowledged but lost: \(acknowledged.subtracting(stored))")
                #expect(stored.isSubset(of: acknowledged.union(unknown)), "stored but failed: \(stored.subtracting(acknowledged))")
                #expect(database.counters.connectionsOpened > 4)
                await database.close()
            }
        }
    }
}

/// Workers that insert one row per transaction, with two round trips each, until they are stopped.
private final class Load: Sendable {
    struct Item: Hashable {
        let worker: Int64
        let number: Int64
    }

    private let database: Database
    private let isStopped = Atomic<Bool>(false)
    private let progress = Atomic<Int>(0)

    init(_ database: Database) { self.database = database }

    func stop() { isStopped.store(true, ordering: .relaxed) }

    /// Returns when a hundred more transactions have been acknowledged, or the workers have given up.
    func waitForProgress() async {
        let wanted = progress.load(ordering: .relaxed) + 100
        while progress.load(ordering: .relaxed) < wanted && !isStopped.load(ordering: .relaxed) { await Task.yield() }
    }

    /// - Returns: the rows whose transactions were acknowledged, and those of an unknown outcome.
    func run(workers: Int64) async throws -> (acknowledged: Set<Item>, unknown: Set<Item>) {
        try await withThrowingTaskGroup(of: (Set<Item>, Set<Item>).self) { group in
            for worker in 0..<workers { group.addTask { try await self.work(worker) } }
            return try await group.reduce((Set(), Set())) { ($0.0.union($1.0), $0.1.union($1.1)) }
        }
    }

    private func work(_ worker: Int64) async throws -> (Set<Item>, Set<Item>) {
        var acknowledged: Set<Item> = [], unknown: Set<Item> = []
        var number: Int64 = 0
        while !isStopped.load(ordering: .relaxed) {
            number += 1
            let current = number
            do {
                try await database.transaction { tx in
                    try tx.query("SELECT pg_sleep(0.001)")
                    tx.enqueue("INSERT INTO done VALUES ($1, $2)", worker, current)
                }
                acknowledged.insert(Item(worker: worker, number: current))
                progress.add(1, ordering: .relaxed)
            } catch DatabaseError.commitOutcomeUnknown {
                unknown.insert(Item(worker: worker, number: current))
            } catch {
                stop()
                throw error
            }
        }
        return (acknowledged, unknown)
    }
}
