import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import NodeKit

@Suite("What a pass over the outbox reads", .timeLimit(.minutes(2)))
struct OutboxTableTests {
    /// Rows that cannot leave: postponed ones, and such of a type that goes elsewhere.
    private static let obstacleCount: Int64 = 100_000

    private static func putObstacles(_ database: Database) async throws {
        try await database.query(
            """
            INSERT INTO outbox_message (kind, debtor_id, creditor_id, body, attempts, retry_at)
            SELECT $2::smallint, n, 1, decode(repeat('78', 300), 'hex'), 5, now() + interval '1 day' FROM generate_series(1, $1) AS n
            """, obstacleCount, MessageKind.finalizeTransfer.rawValue)
        try await database.query(
            """
            INSERT INTO outbox_message (kind, debtor_id, creditor_id, body)
            SELECT $2::smallint, n, 1, decode(repeat('78', 300), 'hex') FROM generate_series(1, $1) AS n
            """, obstacleCount, MessageKind.updatedLedger.rawValue)
    }

    /// The blocks that a statement of the flusher touches, with its plan: the one that is made once for all values, as the flusher does.
    private static func blocks(_ statement: Statement, _ values: String, _ database: Database) async throws -> (count: Int, plan: String) {
        let plan = try await database.transaction { tx in
            try tx.query(Query(OutboxTable.prepare))
            try tx.execute(Statement("looked", "PREPARE looked AS \(statement.sql)"))
            let explain = "EXPLAIN (ANALYZE, BUFFERS, VERBOSE, COSTS OFF, TIMING OFF, SUMMARY OFF) EXECUTE looked (\(values))"
            let lines = try tx.query(Query(Statement("explain", explain))).map { try $0.decode(0, as: String.self) }
            try tx.execute(Statement("looked", "DEALLOCATE looked"))
            return lines.joined(separator: "\n")
        }
        #expect(plan.contains("$1"), "planned for these values alone: \(plan)")
        let buffers = plan.firstMatch(of: /Buffers: shared(?: hit=([0-9]+))?(?: read=([0-9]+))?/)?.output
        return ([buffers?.1, buffers?.2].compactMap { $0 ?? nil }.reduce(0) { $0 + Int($1)! }, plan)
    }

    @Test("the number of blocks depends on what can leave, not on what waits, whatever the planner believes of the table")
    func blocks() async throws {
        try await TestDatabase.with(migrations: OutboxSupport.migrations) { database in
            let kinds = [MessageKind.configureAccount, .prepareTransfer, .finalizeTransfer].map { "\($0.rawValue)" }
            let list = "ARRAY[\(kinds.joined(separator: ", "))]::smallint[]"
            // The planner is told that the table is empty.
            try await database.administer("VACUUM ANALYZE outbox_message")
            try await Self.putObstacles(database)
            for isAnalyzed in [false, true] {
                if isAnalyzed { try await database.administer("VACUUM ANALYZE outbox_message") }
                let nothing = try await Self.blocks(OutboxTable.lockDue, "\(list), 5000", database)
                #expect((1..<40).contains(nothing.count), "\(nothing.plan)")
                let moment = try await Self.blocks(OutboxTable.nextMoment, "\(list), now()", database)
                #expect((1..<40).contains(moment.count), "\(moment.plan)")
            }
            try await OutboxSupport.record((1...50).map { OutboxSupport.finalization(1, $0) }, in: database)
            let some = try await Self.blocks(OutboxTable.lockDue, "\(list), 5000", database)
            #expect(some.plan.contains("rows=50 "), "\(some.plan)")
            // For each of the fifty: to find its row, and to lock it.
            #expect((1..<200).contains(some.count), "\(some.plan)")
            let few = try await Self.blocks(OutboxTable.lockDue, "\(list), 3", database)
            #expect(few.plan.contains("rows=3 ") && (1..<60).contains(few.count), "\(few.plan)")
        }
    }

    @Test("what was just recorded comes in the order of recording, then what has waited for its moment; what has not stays")
    func order() async throws {
        try await TestDatabase.with(migrations: OutboxSupport.migrations) { database in
            let now: Timestamp = try await database.query("SELECT now()")[0].decode(0)
            func message(_ number: Int64, notBefore seconds: Int64?) -> OutboxMessage {
                let message = OutboxSupport.finalization(1, number)
                let moment = seconds.map { now.adding(microseconds: $0 * 1_000_000) }
                return OutboxMessage(kind: message.kind, address: message.address, body: message.body, notBefore: moment)
            }
            try await OutboxSupport.record(
                [
                    message(1, notBefore: -10), message(2, notBefore: nil), message(3, notBefore: 3600), message(4, notBefore: nil),
                    message(5, notBefore: -20), message(6, notBefore: 7200),
                ], in: database)
            let due = try await database.asyncTransaction { tx in try await OutboxTable.lockDue([.finalizeTransfer], limit: 100, in: tx) }
            #expect(try due.rows.map { try FinalizeTransfer(json: $0.message.body).coordinatorRequestID.rawValue } == [2, 4, 5, 1])
            func next(_ kind: MessageKind) async throws -> Double? {
                try await OutboxTable.nextMomentSeconds([kind], after: due.until, in: database)
            }
            let seconds = try #require(try await next(.finalizeTransfer))
            #expect((1...3600).contains(seconds))
            // What has become due since a pass has looked is not forgotten.
            let earlier = now.adding(microseconds: -15_000_000)
            let passed = try await OutboxTable.nextMomentSeconds([.finalizeTransfer], after: earlier, in: database)
            #expect(try #require(passed) < 0)
            let others = try await database.asyncTransaction { tx in try await OutboxTable.lockDue([.prepareTransfer], limit: 100, in: tx) }
            #expect(others.rows.isEmpty)
            #expect(try await next(.prepareTransfer) == nil)
        }
    }
}
