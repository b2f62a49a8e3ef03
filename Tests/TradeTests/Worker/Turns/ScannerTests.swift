import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Trade

@Suite("The worker's scanners (TW-24)", .timeLimit(.minutes(10)))
struct ScannerTests {
    /// What a scanner meets: rows with the ID `{id}` of somebody, and the moment `{ts}` from which their age counts.
    struct Meal: Sendable, CustomTestStringConvertible {
        let scan: any WorkerScan.Type
        let insert: String
        /// The longest age at which a row is kept, in days; nil: age does not matter.
        var days: Double?

        var testDescription: String { scan.command }
    }

    static let meals: [Meal] = [
        Meal(
            scan: ScanDebtorInfoDocuments.self,
            insert: "INSERT INTO debtor_info_document (debtor_info_locator, debtor_id, fetched_at) VALUES ('{text}', 1, {ts})", days: 45),
        Meal(
            scan: ScanDebtorLocatorClaims.self,
            insert: "INSERT INTO debtor_locator_claim (debtor_id, latest_discovery_fetch_at) VALUES ({id}, {ts})", days: 7),
        Meal(
            scan: ScanTradingPolicies.self,
            insert: """
                INSERT INTO trading_policy VALUES ({id}, 1, 0, {ts}, '', false, '1970-01-01', 0, 0, 0, {ts}, NULL,
                    \(Int64.min), \(Int64.max), NULL, NULL, 0, {ts}, 0)
                """,
            days: 30 + 180 + 7),
        Meal(
            scan: ScanWorkerAccounts.self,
            insert: """
                INSERT INTO worker_account VALUES ({id}, 1, '2024-01-01', {ts}, 0, 0, 0, 0, {ts}, 0, 'x', NULL, 0, {ts}, 0, 0, 0,
                    {ts}, 0, {ts}, 0, 0, 0)
                """,
            days: 365),
        Meal(
            scan: ScanInterestRateChanges.self,
            insert: "INSERT INTO interest_rate_change VALUES ({id}, 1, {ts}, 0), ({id}, 1, '2020-01-01', 0)"),
        Meal(scan: ScanNeededWorkerAccounts.self, insert: "INSERT INTO needed_worker_account VALUES ({id}, 1, {ts}, NULL, 0, {ts})"),
        Meal(scan: ScanRecentlyNeededCollectors.self, insert: "INSERT INTO recently_needed_collector VALUES ({id}, {ts})", days: 45),
        Meal(
            scan: ScanAccountLocks.self,
            insert: """
                INSERT INTO account_lock (creditor_id, debtor_id, turn_id, collector_id, initiated_at, coordinator_request_id, amount,
                    max_locked_amount, is_collector, transfer_id, has_been_revised)
                VALUES ({id}, 1, 7, 1, {ts}, {id}, 5, 0, false, 8, false)
                """, days: 365),
        Meal(scan: ScanCreditorParticipations.self, insert: "INSERT INTO creditor_participation VALUES ({id}, 1, 7, 5, 1)"),
        Meal(
            scan: ScanDispatchingStatuses.self,
            insert: "INSERT INTO dispatching_status VALUES ({id}, 1, 7, {ts}, 0, NULL, 0, false, false, 0, 0, NULL, false, 0, false, false)"
        ),
        Meal(scan: ScanWorkerCollectings.self, insert: "INSERT INTO worker_collecting VALUES ({id}, 1, 7, 0, 5, false, {ts})", days: 0),
        Meal(scan: ScanWorkerSendings.self, insert: "INSERT INTO worker_sending VALUES ({id}, 1, 7, 0, 5, {ts})", days: 0),
        Meal(scan: ScanWorkerReceivings.self, insert: "INSERT INTO worker_receiving VALUES ({id}, 1, 7, 0, 5, 0, {ts})", days: 0),
        Meal(scan: ScanWorkerDispatchings.self, insert: "INSERT INTO worker_dispatching VALUES ({id}, 1, 7, 0, 5, {ts})", days: 0),
        Meal(
            scan: ScanTransferAttempts.self,
            insert: """
                INSERT INTO transfer_attempt (collector_id, turn_id, debtor_id, creditor_id, transfer_kind, nominal_amount,
                    collection_started_at, inserted_at, recipient, recipient_version, backoff_counter)
                VALUES ({id}, 7, 1, 0, 1, 5, {ts}, {ts}, '', 0, 0)
                """, days: 30 + 180),
        Meal(
            scan: ScanDelayedAccountTransfers.self,
            insert: """
                INSERT INTO delayed_account_transfer (turn_id, creditor_id, debtor_id, creation_date, transfer_number, coordinator_type,
                    committed_at, acquired_amount, transfer_note_format, transfer_note, principal, previous_transfer_number, sender,
                    recipient, ts)
                VALUES (7, {id}, 1, '2024-01-01', 1, 'agent', {ts}, 5, '-cXchge', '', 0, 0, '', '', {ts})
                """, days: 30),
    ]

    private static func run(_ scan: any WorkerScan.Type, _ context: WorkerContext) async throws {
        func one<S: WorkerScan>(_ scan: S.Type) async throws {
            try await WorkerScanner(table: S.table, context: context)
                .role(Scan(S.command, ScanWalk(seconds: 1), quitsEarly: true, logger: TestDatabase.quietLogger)).run()
        }
        try await one(scan)
    }

    /// Two IDs and two texts, the first of the shard `0.#`.
    private static let ids: [Int64] = [true, false].map { own in
        (1...50).first { ShardingRealm(bindingKey: "0.#")!.contains(CreditorID($0)) == own }!
    }
    private static let texts = [true, false].map { own in
        (1...50).map { "https://example.com/\($0)" }.first { ShardingRealm(bindingKey: "0.#")!.contains(text: $0) == own }!
    }

    private static func insert(_ meal: Meal, _ context: WorkerContext, _ index: Int, at moment: Timestamp) async throws {
        try await context.run(
            meal.insert.replacing("{id}", with: "\(ids[index])").replacing("{text}", with: texts[index])
                .replacing("{ts}", with: "'\(moment)'::timestamptz"))
    }

    private static func table(_ meal: Meal) -> String {
        func one<S: WorkerScan>(_ scan: S.Type) -> String { S.table.swept.name }
        return one(meal.scan)
    }

    @Test("rows of the sibling shard are deleted after a split, whatever their age, and only then", arguments: meals)
    func leftOvers(meal: Meal) async throws {
        for flag in [true, false] {
            try await ShardsFixture.with(["0.#"], deletesParentRecords: flag) { fixture in
                for index in [0, 1] { try await Self.insert(meal, fixture.worker, index, at: noon + 1) }
                try await Self.run(meal.scan, fixture.worker)
                let rows = try await fixture.worker.count(Self.table(meal))
                let (each, isSpared) =
                    meal.scan == ScanInterestRateChanges.self ? (2, false) : (1, meal.scan == ScanDelayedAccountTransfers.self)
                #expect(rows == (flag && !isSpared ? each : 2 * each))
            }
        }
    }

    @Test("rows are deleted when their time is over, not a moment before", arguments: meals.filter { $0.days != nil })
    func ages(meal: Meal) async throws {
        try await ShardsFixture.with(["0.#"]) { fixture in
            try await Self.insert(meal, fixture.worker, 0, at: noon - meal.days! * day)
            try await Self.run(meal.scan, fixture.worker)
            #expect(try await fixture.worker.count(Self.table(meal)) == 1)
            fixture.clock.advance(seconds: 1e-6)
            try await Self.run(meal.scan, fixture.worker)
            #expect(try await fixture.worker.count(Self.table(meal)) == 0)
        }
    }

    @Test("a prepared transfer is dismissed before its lock is forgotten, but not by the sibling (TW 30.14)")
    func dismissal() async throws {
        let meal = Self.meals.first { $0.scan == ScanAccountLocks.self }!
        try await ShardsFixture.with(["0.#"], deletesParentRecords: true) { fixture in
            for index in [0, 1] { try await Self.insert(meal, fixture.worker, index, at: noon - 400 * day) }
            try await Self.run(meal.scan, fixture.worker)
            let messages = try await fixture.worker.takeOutbox().map { try FinalizeTransfer(json: $0.body) }
            #expect(messages.map(\.creditorID) == [CreditorID(Self.ids[0])] && messages.map(\.committedAmount) == [0])
            #expect(try await fixture.worker.count("account_lock") == 0)
        }
    }

    @Test("a row that has become young again since it was read stays")
    func decidedAgain() async throws {
        try await ShardsFixture.with { fixture in
            let worker = fixture.worker
            try await worker.run("INSERT INTO recently_needed_collector VALUES (5, '2026-03-01T00:00:00Z')")
            let read = RecentlyNeededRows.Need(debtor: 5, since: noon - 400 * day)
            try await WorkerScanner(table: ScanRecentlyNeededCollectors.table, context: worker).process([read])
            #expect(try await worker.count("recently_needed_collector") == 1)
        }
    }
}
