import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Creditors

@Suite("Plans on big tables (100 creditors, 10,000 accounts, a million ledger entries)", .timeLimit(.minutes(10)))
struct BigTableTests {
    private static let first = Sample.creditorID.rawValue

    /// Fills the tables of a node, in the order in which life would: the entries of one account are spread over the whole table.
    private func fill(_ database: Database) async throws {
        try await database.transaction { tx in
            try tx.query(
                """
                INSERT INTO creditor (creditor_id, status, created_at, reservation_id, update_ts, last_log_entry_id,
                    largest_historic_ledger_entry_id, accounts_list_update_id, accounts_list_update_ts, transfers_list_update_id,
                    transfers_list_update_ts)
                SELECT $1 + n, 1, now(), 1, now(), 10000, 0, 1, now(), 1, now() FROM generate_series(0, 99) n
                """, Self.first)
            try tx.query(
                """
                INSERT INTO account (creditor_id, debtor_id, created_at, update_id, amount_divisor, decimal_places, known_debtor,
                    display_update_id, display_update_ts, min_principal, max_principal, exchange_update_id, exchange_update_ts, knowledge,
                    knowledge_update_id, knowledge_update_ts)
                SELECT $1 + n, d, now(), 1, 1, 0, false, 1, now(), 0, 1, 1, now(), '{}', 1, now()
                FROM generate_series(0, 99) n, generate_series(1, 100) d
                """, Self.first)
            try tx.query(
                """
                INSERT INTO ledger_entry (creditor_id, debtor_id, entry_id, creation_date, transfer_number, acquired_amount,
                    principal, added_at)
                SELECT $1 + n, d, e, '2024-01-05', e, 1, e, now()
                FROM generate_series(1, 100) e, generate_series(0, 99) n, generate_series(1, 100) d
                """, Self.first)
            try tx.query(
                """
                INSERT INTO committed_transfer (creditor_id, debtor_id, creation_date, transfer_number, acquired_amount,
                    principal, committed_at,
                    previous_transfer_number, coordinator_type, sender, recipient, transfer_note_format, transfer_note)
                SELECT $1 + n, d, '2024-01-05', e, 1, e, now(), e - 1, 'direct', 'a', 'b', '', repeat('x', 100)
                FROM generate_series(1, 20) e, generate_series(0, 99) n, generate_series(1, 100) d
                """, Self.first)
            try tx.query(
                """
                INSERT INTO log_entry (creditor_id, entry_id, added_at, object_kind, is_deleted, object_update_id, debtor_id,
                    data_principal,
                    data_next_entry_id)
                SELECT $1 + n, e, now(), 4, false, e, 1, e, e + 1 FROM generate_series(1, 10000) e, generate_series(0, 99) n
                """, Self.first)
            try tx.query(
                """
                INSERT INTO running_transfer (creditor_id, transfer_uuid, debtor_id, amount, recipient_uri, recipient, transfer_note_format,
                    transfer_note, final_interest_rate_ts, locked_amount, coordinator_request_id, initiated_at, update_id, update_ts)
                SELECT $1 + n, gen_random_uuid(), 1, 1, 'swpt:1/a', 'a', '', '', now(), 0, e, now(), 1, now()
                FROM generate_series(1, 1000) e, generate_series(0, 99) n
                """, Self.first)
        }
        // Creditors without anything, so that theirs is not the one small table.
        try await database.query(
            """
            INSERT INTO creditor (creditor_id, status, created_at, reservation_id, update_ts, last_log_entry_id,
                largest_historic_ledger_entry_id, accounts_list_update_id, accounts_list_update_ts, transfers_list_update_id,
                transfers_list_update_ts)
            SELECT $1 + n, 1, now(), 1, now(), 0, 0, 1, now(), 1, now() FROM generate_series(100, 20000) n
            """, Self.first)
        try await database.administer("VACUUM ANALYZE")
    }

    private func plan(_ query: Query, _ database: Database) async throws -> String {
        let explain = Statement(
            "explain \(query.statement.name)", "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF, SUMMARY OFF) " + query.statement.sql)
        let rows = try await database.pipeline([Query(explain, query.parameters)])[0]
        return try rows.map { try $0.decode(0, as: String.self) }.joined(separator: "\n")
    }

    @Test("pages touch only indexes, and no more of them than the page needs")
    func pages() async throws {
        try await TestDatabase.with(migrations: Resources.migrations) { database in
            try await fill(database)
            let key = AccountKey(creditor: CreditorID(Self.first + 50), debtor: 50)
            let chain = (key: ChainKey(account: key, creationDate: CalendarDate(rawValue: 19_727)), after: TransferNumber(3))
            let queries: [(Query, rows: Int)] = [
                (LedgerRows.page(key, before: 90, stop: 10, limit: 20), 20), (LogRows.page(key.creditor, after: 5000, limit: 100), 100),
                (LogRows.page(key.creditor, after: 9990, limit: 100), 10), (AccountRows.page(key.creditor, after: 30, limit: 50), 50),
                (AccountRows.page(key.creditor, after: nil, limit: 50), 50),
                (TransferRows.page(key.creditor, after: TransferUUID(high: 1 << 63, low: 0), limit: 50), 50),
                (CreditorRows.active(from: key.creditor, limit: 40), 40), (CommittedTransferRows.chains([chain], limit: 10), 10),
            ]
            for (query, rows) in queries {
                let plan = try await plan(query, database)
                #expect(plan.contains("Index Only Scan"), "\(query.statement.name)\n\(plan)")
                #expect(!plan.contains("Seq Scan on"), "\(query.statement.name)\n\(plan)")
                #expect(plan.contains("actual rows=\(rows) "), "\(query.statement.name)\n\(plan)")
                for line in plan.split(separator: "\n") where line.contains("Heap Fetches") {
                    #expect(line.hasSuffix("Heap Fetches: 0"), "\(query.statement.name)\n\(plan)")
                }
                // The first line is that of the whole plan.
                let buffers = plan.firstMatch(of: /Buffers: shared(?: hit=([0-9]+))?(?: read=([0-9]+))?/)?.output
                let blocks = [buffers?.1, buffers?.2].compactMap { $0 ?? nil }.reduce(0) { $0 + Int($1)! }
                #expect(blocks > 0, "no buffers in the plan of \(query.statement.name)\n\(plan)")
                #expect(blocks < 40, "\(query.statement.name) touches \(blocks) blocks\n\(plan)")
            }
        }
    }
}
