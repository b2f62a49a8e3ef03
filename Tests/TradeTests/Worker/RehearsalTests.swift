import NodeKit
import Persistence
import TestSupport
import Testing

@testable import Trade

@Suite("What rules do in memory, they do on a database (TW-29 \"Procedures\")", .timeLimit(.minutes(10)))
struct RehearsalTests {
    @Test("every batch of the rules' own tests leaves the same rows and the same messages", arguments: Rehearsal.all)
    func replay(rehearsal: Rehearsal) async throws {
        let entries = try rehearsal.entries()
        #expect(entries.count >= 5)
        try await TestDatabase.with(migrations: Resources.workerMigrations) { database in
            for (number, entry) in entries.enumerated() {
                let place: Comment = "batch \(number): \(entry.messages)"
                let before = entry.before
                try await WorkerState.deleteAll(in: database)
                try await before.state.store(in: database, collectors: before.rules.collectors)
                try await database.query("SELECT setval('coordinator_request_id_seq', $1, false)", before.lastRequestID + 1)
                #expect(try await WorkerState.stored(in: database).differences(from: before.state) == [], place)
                let store = WorkerStore(
                    database: database, wakeUps: WakeUps(service: "test"), rules: before.rules, logger: TestDatabase.quietLogger,
                    now: { before.now }, random: { before.pick })
                #expect(try await store.handle(entry.messages) == entry.effects, place)
                #expect(try await WorkerState.stored(in: database).differences(from: entry.after) == [], place)
            }
        }
    }
}
