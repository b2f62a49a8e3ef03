import Foundation
import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Trade

/// All sub-phases of the real program, with few rows and with many: rows flow through it, they are not gathered in it (TW-12 to TW-19).
@Suite("The memory of the worker's sub-phases", .timeLimit(.minutes(10)))
struct StreamingMemoryTests {
    /// In MiB. A decoded row of any of the tables takes some hundreds of bytes: if only those of one table were gathered, it would be more.
    private static let mostGrowth = 8.0

    @Test("three times as many rows take no more memory")
    func constant() async throws {
        // A block of bids is full with the first number.
        let few = try await Self.peakMegabytes(rows: 25_000)
        let many = try await Self.peakMegabytes(rows: 75_000)
        #expect(many - few < Self.mostGrowth, "\(few) MiB with 25,000 rows of each kind, \(many) MiB with 75,000")
    }

    /// The largest resident memory of `roll_worker_turns` in a whole turn.
    private static func peakMegabytes(rows: Int64) async throws -> Double {
        try await TestDatabase.with(migrations: Resources.solverMigrations) { solver in
            try await TestDatabase.with(migrations: Resources.workerMigrations) { worker in
                let path = NSTemporaryDirectory() + "roller-\(UUID().uuidString).log"
                defer { try? FileManager.default.removeItem(atPath: path) }
                let turn = StreamedTurn(solver: solver, worker: worker, rows: rows)
                try await turn.begin()
                let process = try TradeProgram.start(
                    "roll_worker_turns",
                    [
                        "SOLVER_POSTGRES_URL": try TradeProgram.url(solver.url), "WORKER_POSTGRES_URL": try TradeProgram.url(worker.url),
                        "APP_ROLL_WORKER_TURNS_WAIT": "0.1", "OFFERS_POURING_DURATION": "10h", "APP_LOG_LEVEL": "warning",
                        "TRANSFERS_HEALTHY_MAX_COMMIT_DELAY": "0",
                    ], outputPath: path)
                let result: Result<Double, any Error>
                do {
                    try await turn.play()
                    result = .success(try peakMegabytes(of: process.pid))
                } catch {
                    result = .failure(error)
                }
                process.send(SIGTERM)
                #expect(await process.wait() == 0, "\((try? String(contentsOfFile: path, encoding: .utf8)) ?? "")")
                return try result.get()
            }
        }
    }

    private static func peakMegabytes(of pid: pid_t) throws -> Double {
        let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) }) / 1024
    }
}

/// A turn in which every sub-phase has so many rows to move.
private struct StreamedTurn {
    let solver: Database
    let worker: Database
    let rows: Int64

    /// Everybody sells what nobody collects, so the bids themselves are the rows of (2, 0); locks and results are put in by hand.
    func begin() async throws {
        try await fill(
            worker,
            """
            INSERT INTO debtor_info_document (debtor_info_locator, debtor_id, fetched_at)
            SELECT 'https://example.com/documents/' || n, n, now() FROM generate_series(1, $1) n
            """,
            """
            INSERT INTO debtor_locator_claim
            SELECT n, 'https://example.com/documents/' || n, now(), now(), NULL FROM generate_series(1, $1) n
            """,
            """
            INSERT INTO trading_policy SELECT n, 2, 1, now(), 'account-' || n, false, '2024-01-01', 50000, 1, 1, now(), 'conservative',
                0, 0, 1, 1.0, 0, now(), 0 FROM generate_series(1, $1) n
            """)
        try await fill(
            solver,
            """
            INSERT INTO turn (turn_id, started_at, base_debtor_info_locator, base_debtor_id, max_distance_to_base, min_trade_amount, phase,
                phase_deadline) SELECT 7, now(), 'https://example.com/documents/1', 1, 10, 1000, 1, now() + interval '1 hour'
            WHERE $1 > 0
            """)
    }

    func play() async throws {
        try await reached(1, 10)
        try await fill(
            solver,
            """
            INSERT INTO currency_info (turn_id, debtor_info_locator, debtor_id, peg_debtor_info_locator, peg_debtor_id, peg_exchange_rate,
                is_confirmed)
            SELECT 7, 'https://example.com/documents/' || n, n, CASE WHEN n > 1 THEN 'https://example.com/documents/1' END,
                CASE WHEN n > 1 THEN 1 END, CASE WHEN n > 1 THEN 1.0 END, true FROM generate_series(1, least($1, 2)) n
            """)
        try await fill(
            worker,
            """
            INSERT INTO account_lock (creditor_id, debtor_id, turn_id, collector_id, initiated_at, coordinator_request_id, amount,
                max_locked_amount, is_collector, transfer_id, has_been_revised)
            SELECT n, 2, 7, 9, now(), n, CASE WHEN n % 2 = 0 THEN -5000 ELSE 5000 END, 5000, false, n, false FROM generate_series(1, $1) n
            """)
        try await fill(
            solver, "UPDATE turn SET phase = 2, phase_deadline = now() + interval '1 hour', collection_deadline = now() WHERE $1 > 0")
        try await reached(2, 10)
        try await fill(
            solver, "INSERT INTO creditor_taking SELECT 7, n, 2, 0, 5000, 9 FROM generate_series(1, $1) n WHERE n % 2 = 0",
            "INSERT INTO creditor_giving SELECT 7, n, 2, 0, 5000, 9 FROM generate_series(1, $1) n WHERE n % 2 = 1",
            "INSERT INTO collector_collecting SELECT 7, 2, n, 5000, 9, 0 FROM generate_series(1, $1) n WHERE n % 2 = 0",
            "INSERT INTO collector_dispatching SELECT 7, 2, n, 5000, 9, 0 FROM generate_series(1, $1) n WHERE n % 2 = 1",
            "UPDATE turn SET phase = 3, phase_deadline = NULL, collection_started_at = now() WHERE $1 > 0")
        try await reached(3, 10)
        // Every row has been moved.
        let counts = try await worker.query(
            """
            SELECT (SELECT count(*) FROM creditor_participation), (SELECT count(*) FROM worker_collecting),
                (SELECT count(*) FROM outbox_message WHERE kind = $1)
            """, MessageKind.reviseAccountLock.rawValue)[0]
        #expect(try [counts[0], counts[1], counts[2]] as [Int64] == [rows, rows / 2, rows])
    }

    private func fill(_ database: Database, _ statements: Statement...) async throws {
        for statement in statements { try await database.query(statement, rows) }
    }

    private func reached(_ phase: Int16, _ subphase: Int16) async throws {
        try await TestBroker.eventually("phase \(phase), sub-phase \(subphase)", within: .seconds(120)) {
            try await !worker.query("SELECT FROM worker_turn WHERE phase = $1 AND worker_turn_subphase = $2", phase, subphase).isEmpty
        }
    }
}
