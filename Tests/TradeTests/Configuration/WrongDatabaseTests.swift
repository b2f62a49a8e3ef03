import Foundation
import Persistence
import TestSupport
import Testing

@testable import Trade

/// A solver's database that is not as it should be, or not the solver's alone. (A standby: `Tests/Scripts/run standby`.)
@Suite("Circular Trade and databases of others", .timeLimit(.minutes(10)))
struct WrongDatabaseTests {
    private static let base = [
        "BASE_DEBTOR_INFO_LOCATOR": "https://example.com/", "BASE_DEBTOR_ID": "666", "TURN_PERIOD": "1s", "TURN_PHASE1_DURATION": "0",
        "TURN_PHASE2_DURATION": "0", "TURN_CHECK_INTERVAL": "0.1s", "APP_LOG_LEVEL": "warning",
    ]

    private func onDatabase(_ body: (Database, [String: String]) async throws -> Void) async throws {
        try await TestDatabase.withURL { url in
            let variables = Self.base.merging(["SOLVER_POSTGRES_URL": try TradeProgram.url(url)]) { $1 }
            let configured = try await TradeProgram.run("configure solver", variables)
            #expect(configured.status == 0, "\(configured.text)")
            let database = Database(url: url, configuration: DatabaseConfiguration(maximumConnections: 2), logger: TestDatabase.quietLogger)
            do {
                try await body(database, variables)
            } catch {
                await database.close()
                throw error
            }
            await database.close()
        }
    }

    @Test("a schema of a newer program is left as it is, and the operator is told what to do (OPS 3.4)")
    func newerSchema() async throws {
        try await onDatabase { database, variables in
            try await database.transaction { tx in
                try tx.script("newer", "INSERT INTO schema_migration SELECT 99, service, 'future', checksum FROM schema_migration LIMIT 1")
            }
            let end = try await TradeProgram.run("configure solver", variables)
            #expect(end.status == 1)
            #expect(end.text.contains("99"), "\(end.text)")
            #expect(end.text.contains("use a newer program, schemas are never downgraded"), "\(end.text)")
            #expect(try await database.query("SELECT count(*) FROM schema_migration WHERE number = 99")[0][0] == 1)
        }
    }

    @Test("two solvers at once: turns follow each other, each is led by both, and nobody complains (TS2 19.7)")
    func twoSolvers() async throws {
        try await onDatabase { database, variables in
            let paths = (1...2).map { NSTemporaryDirectory() + "solver-\(UUID().uuidString)-\($0).log" }
            defer { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
            let solvers = try paths.map { try TradeProgram.start("solver", variables, outputPath: $0) }
            var outcome: Result<Void, any Error> = .success(())
            do {
                try await TestBroker.eventually("five turns are over") {
                    try await database.query("SELECT count(*) >= 5 FROM turn WHERE phase = 4")[0][0]
                }
            } catch { outcome = .failure(error) }
            for solver in solvers { solver.send(SIGTERM) }
            for solver in solvers { #expect(await solver.wait() == 0) }
            try outcome.get()
            let text = try paths.map { try String(contentsOfFile: $0, encoding: .utf8) }.joined()
            #expect(!text.contains("ERROR"), "\(text)")
            // One turn at a time, and at most one in a period.
            let rows = try await database.query(
                """
                SELECT count(*) FILTER (WHERE phase < 4) <= 1, count(DISTINCT date_trunc('second', started_at)) = count(*) FROM turn
                """)
            #expect(try rows[0][0] == true)
            #expect(try rows[0][1] == true)
        }
    }
}
