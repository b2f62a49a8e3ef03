import CircularTrade
import Foundation
import Persistence
import SMPProtocol

/// Everything that a turn begins with, put into the databases directly: so many traders, a fiftieth as many currencies with one collector
/// each; every trader sells two of them and buys two others, 1,000 to 50,000 tokens each; a token of any is worth one of the base currency.
struct Traders {
    let count: Int

    static let base: Int64 = 1
    static let birthday = CalendarDate(rawValue: 19_727)
    private static let firstCurrency: Int64 = 1000
    private static let firstTrader: Int64 = 0x101_0000_0000
    private static let firstCollector: Int64 = 0x100_0000_0000

    var currencies: Int { max(4, count / 50) }
    /// As many wishes, and as many accounts to be locked.
    var policies: Int { 4 * count }

    static func locator(_ debtor: Int64) -> String { "https://example.com/\(debtor)" }

    private static let policyTarget = CopyTarget(
        "trading_policy", "creditor_id", "debtor_id", "latest_ledger_update_id", "latest_ledger_update_ts", "account_id",
        "account_id_is_obsolete", "creation_date", "principal", "last_transfer_number", "latest_policy_update_id",
        "latest_policy_update_ts", "policy_name", "min_principal", "max_principal", "peg_debtor_id", "peg_exchange_rate",
        "latest_flags_update_id", "latest_flags_update_ts", "config_flags")

    /// The databases must be empty.
    func fill(worker: Database, solver: Database) async throws {
        let now = Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1e6))
        _ = try await worker.transaction { tx in
            try tx.copyIn(Self.policyTarget) { copy in try writePolicies(to: &copy, now) }
        }
        try await describeCurrencies(worker, now)
        try await solver.query(
            """
            INSERT INTO collector_account (debtor_id, collector_id, collector_hash, account_id, status, latest_status_change_at)
            SELECT d, $2 + d % 1000, 0, 'c' || d, 2, $3 FROM generate_series($4, $4 + $1 - 1) d
            """, Int64(currencies), Self.firstCollector, now, Self.firstCurrency)
        for database in [worker, solver] { try await database.administer("VACUUM ANALYZE") }
    }

    private func writePolicies(to copy: inout CopyWriter, _ now: Timestamp) throws {
        var random = SplitMix64(seed: 42)
        for number in 0..<Int64(count) {
            var chosen: [Int64] = []
            while chosen.count < 4 {
                let currency = Self.firstCurrency + Int64(random.below(UInt64(currencies)))
                if !chosen.contains(currency) { chosen.append(currency) }
            }
            for (index, debtor) in chosen.enumerated() {
                let amount = 1000 + Int64(random.below(49_001))
                let (has, wants) = index < 2 ? (amount, 0) : (0, amount)
                let trader = Self.firstTrader + number
                try copy.row(
                    trader, debtor, Int64(1), now, "u\(number)-\(debtor)", false, Self.birthday, has, Int64(1), Int64(1), now,
                    "conservative", wants, wants, Self.base, 1.0, Int64(0), Timestamp.epoch, Int32(0))
            }
        }
    }

    /// Documents, whose they are, and the accounts of the collectors.
    private func describeCurrencies(_ worker: Database, _ now: Timestamp) async throws {
        let (first, last) = (Self.firstCurrency, Self.firstCurrency + Int64(currencies) - 1)
        let statements: [Statement] = [
            """
            INSERT INTO debtor_info_document (debtor_info_locator, debtor_id, peg_debtor_info_locator, peg_debtor_id, peg_exchange_rate,
                fetched_at)
            SELECT 'https://example.com/' || d, d, CASE WHEN d <> $4 THEN 'https://example.com/' || $4 END,
                CASE WHEN d <> $4 THEN $4 END, CASE WHEN d <> $4 THEN 1.0 END, $3
            FROM (SELECT $4 UNION SELECT generate_series($1, $2)) AS all_debtors (d)
            """,
            """
            INSERT INTO debtor_locator_claim (debtor_id, debtor_info_locator, latest_locator_fetch_at, latest_discovery_fetch_at)
            SELECT d, 'https://example.com/' || d, $3, $3 FROM generate_series($1, $2) d WHERE d <> $4
            """,
            """
            INSERT INTO needed_worker_account (creditor_id, debtor_id, configured_at, blocked_amount, blocked_amount_ts)
            SELECT $4 + d % 1000, d, $3, 0, $3 FROM generate_series($1, $2) d
            """,
            """
            INSERT INTO worker_account (creditor_id, debtor_id, creation_date, last_change_ts, last_change_seqnum, principal, interest,
                interest_rate, last_interest_rate_change_ts, config_flags, account_id, debtor_info_iri, last_transfer_number,
                last_transfer_committed_at, demurrage_rate, commit_period, transfer_note_max_bytes, last_heartbeat_ts, surplus_amount,
                surplus_ts, surplus_spent_amount, surplus_last_transfer_number, last_surplus_moving_turn_id)
            SELECT $4 + d % 1000, d, '2024-01-05', $3, 1, 0, 0, 0, '1970-01-01T00:00:00Z', 0, 'c' || d, 'https://example.com/' || d, 0,
                '1970-01-01T00:00:00Z', 0, 7776000, 500, $3, 0, '1970-01-01T00:00:00Z', 0, 0, 0
            FROM generate_series($1, $2) d
            """,
        ]
        for (statement, number) in zip(statements, [Self.base, Self.base, Self.firstCollector, Self.firstCollector]) {
            try await worker.query(statement, first, last, now, number)
        }
    }

    /// Deletes all rows of a database whose schema is to stay.
    static func empty(_ database: Database) async throws {
        let rows = try await database.query(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT LIKE 'schema%'")
        let names: [String] = try rows.map { try $0.decode(0) }
        try await database.administer("TRUNCATE \(names.joined(separator: ", "))")
    }
}
