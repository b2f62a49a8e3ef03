import NodeKit
import Persistence
import TestSupport
import Testing

@testable import Trade

@Suite("Upgrades of a worker's database", .timeLimit(.minutes(5)))
struct UpgradeTests {
    @Test(
        "each released state becomes the schema of this program, and every row of it can be read",
        arguments: try ReleasedState.all(of: "trade", database: "worker"))
    func worker(state: ReleasedState) async throws {
        try await TestDatabase.with(migrations: Resources.workerMigrations) { database in
            let wanted = try await SchemaPicture(of: database)
            try await state.restore(into: database)
            try await Migrator(
                service: "swpt_trade_worker", migrations: Resources.workerMigrations, database: database,
                logger: TestDatabase.quietLogger
            ).migrate()
            let differences = try await SchemaPicture(of: database).differences(from: wanted)
            #expect(differences == [])

            let rows = try await WorkerState.stored(in: database)
            #expect(rows.policies.count == 12 && rows.documents.count == 4 && rows.claims.count == 3)
            #expect(rows.collectorAccounts.count == 6)
            #expect(try await RejectedMessages.newest(10, in: database).count == 1)
        }
    }

    @Test("there is a released state to start from")
    func states() throws {
        #expect(try ReleasedState.all(of: "trade", database: "worker").map(\.number) == [4])
    }
}
