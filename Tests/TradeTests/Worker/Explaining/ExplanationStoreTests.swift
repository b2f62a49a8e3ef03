import Foundation
import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Trade

@Suite("Why somebody has not traded, in a worker's database", .timeLimit(.minutes(10)))
struct ExplanationStoreTests {
    private static let creditor = Sample.creditor

    private static func key(_ debtor: DebtorID) -> AccountKey { AccountKey(creditor: creditor, debtor: debtor) }

    private static func explanation(
        _ debtor: DebtorID, _ obstacle: Obstacle, turn: TurnID = Sample.turnID, wanted: Int64 = 5000, traded: Int64 = 0
    ) -> Explanation {
        Explanation(key: key(debtor), turn: turn, wantedAmount: wanted, tradedAmount: traded, obstacle: obstacle)
    }

    private static func run(_ database: Database, _ queries: [Query]) async throws { _ = try await database.pipeline(queries) }

    private static func read(_ database: Database) async throws -> [Explanation] {
        try await database.pipeline([ExplanationRows.read(creditor)])[0].map(ExplanationRows.decode)
    }

    @Test("every obstacle is read as it was stored")
    func roundTrip() async throws {
        try await TestDatabase.with(migrations: Resources.workerMigrations) { database in
            let failure = Obstacle.FailedFetch(at: Sample.now, status: 404)
            let special = [
                Obstacle(.priceDiffers, prices: .init(own: 1.5, market: .infinity)), Obstacle(.notConfirmed, failedFetch: failure),
                Obstacle(.pegNotKnown, otherDebtor: -1, failedFetch: .init(at: Sample.now, status: nil)),
                Obstacle(.lockRefused, code: "SENDER_IS_UNREACHABLE"), Obstacle(.paymentFailed, code: "TIMEOUT"),
            ]
            let plain = Obstacle.Reason.allCases.map { Obstacle($0) }
            let all = (special + plain).enumerated().map {
                Self.explanation(DebtorID(Int64($0.offset)), $0.element, wanted: -10, traded: -1)
            }
            try await Self.run(database, [ExplanationRows.add(all)])
            #expect(try await Self.read(database) == all)
            try await Self.run(database, ExplanationRows.begin(Sample.turnID, Sample.rules))
            #expect(try await Self.read(database).isEmpty)
            try await Self.run(database, [ExplanationRows.add(all)])
            #expect(try await Self.read(database) == all)
        }
    }

    @Test("turns that are too old are forgotten when a new one gets its bids; with 0 turns nothing is remembered")
    func forgetting() async throws {
        try await TestDatabase.with(migrations: Resources.workerMigrations) { database in
            var rules = Sample.rules
            rules.explainedTurns = 2
            let all = (5...8).map { Self.explanation(1, Obstacle(.tooSmall), turn: TurnID($0)) }
            try await Self.run(database, [ExplanationRows.add(all)])
            try await Self.run(database, ExplanationRows.begin(9, rules))
            #expect(try await Self.read(database).map(\.turn) == [8])
            rules.explainedTurns = 0
            #expect(ExplanationRows.unanswered(9, rules).isEmpty && ExplanationRows.unserved(9, rules).isEmpty)
            try await Self.run(database, ExplanationRows.begin(.init(.min), rules) + ExplanationRows.begin(9, rules))
            #expect(try await Self.read(database).isEmpty)
        }
    }

    @Test("what authorities say replaces what was known; what comes again does not")
    func replacing() async throws {
        try await TestDatabase.with(migrations: Resources.workerMigrations) { database in
            let first = Self.explanation(1, Obstacle(.noAnswer))
            try await Self.run(database, [ExplanationRows.add([first])])
            try await Self.run(database, [ExplanationRows.add([Self.explanation(1, Obstacle(.tooLate))])])
            #expect(try await Self.read(database) == [first])
            let second = Self.explanation(1, Obstacle(.lockRefused, code: "X"), wanted: 7)
            try await Self.run(
                database, [ExplanationRows.add([Self.explanation(1, Obstacle(.tooLate)), second, Self.explanation(2, Obstacle(.tooLate))])])
            #expect(try await Self.read(database) == [second, Self.explanation(2, Obstacle(.tooLate))])
        }
    }

    @Test("what this worker knows of documents that cannot be fetched is added")
    func documents() async throws {
        try await FetchingFixture.with { node in
            let database = node.store.database
            try await node.schedule([
                .discovery("https://a.example.com/", 1, ts: Sample.now), .discovery("https://b.example.com/", 77, ts: Sample.now),
                .discovery("https://c.example.com/", 3, ts: Sample.now),
            ])
            try await node.pass { $0.contains("//a.") ? .failure(errorCode: 404) : .failure(errorCode: nil) }
            let all = [
                Self.explanation(1, Obstacle(.notConfirmed)), Self.explanation(2, Obstacle(.pegNotKnown, otherDebtor: 77)),
                Self.explanation(3, Obstacle(.tooSmall)), Self.explanation(4, Obstacle(.notConfirmed)),
                Self.explanation(1, Obstacle(.notConfirmed), turn: 6),
            ]
            try await Self.run(database, [ExplanationRows.add(all)])
            try await Self.run(database, ExplanationRows.documentFailures(Sample.turnID, Sample.rules))
            let found = try await Self.read(database).map(\.obstacle.failedFetch)
            #expect(found == [.init(at: Sample.now, status: 404), .init(at: Sample.now, status: nil), nil, nil, nil])
        }
    }

    /// A lock of this turn for each debtor: how far it has come, and what the market took.
    private static func fill(_ database: Database) async throws {
        func lock(_ debtor: DebtorID, _ amount: Int64, _ transfer: TransferID?, turn: TurnID = Sample.turnID) -> AccountLock {
            var lock = AccountLock(
                key: key(debtor), turn: turn, requestID: CoordinatorRequestID(debtor.rawValue), collector: Sample.collector,
                initiatedAt: Sample.now, amount: amount, maxLockedAmount: 10_000)
            lock.prepared = transfer.map { .init(transferID: $0) }
            return lock
        }
        @Sendable func participation(_ debtor: DebtorID, _ amount: Int64) -> CreditorParticipation {
            CreditorParticipation(
                key: ParticipationKey(account: key(debtor), turn: Sample.turnID), amount: amount, collector: Sample.collector)
        }
        let locks = [
            lock(1, -5000, nil), lock(2, -5000, 7), lock(3, -5000, 7), lock(4, 5000, 7), lock(5, 5000, 7), lock(6, 5000, 7, turn: 6),
            lock(7, 0, 7),
        ]
        try await database.transaction { tx in
            LockRows(collectors: Sample.rules.collectors).enqueueChanges(
                from: [:], to: Dictionary(uniqueKeysWithValues: locks.map { ($0.key, $0) }), in: tx)
            tx.enqueue(ParticipationRows.insert([participation(3, -2000), participation(4, 5000), participation(5, 1234)]))
        }
    }

    @Test("locks that nobody answered, and offers that the market did not need, are explained; doing it again changes nothing")
    func locks() async throws {
        try await TestDatabase.with(migrations: Resources.workerMigrations) { database in
            try await Self.fill(database)
            for _ in 1...2 {
                try await Self.run(
                    database,
                    ExplanationRows.unanswered(Sample.turnID, Sample.rules) + ExplanationRows.unserved(Sample.turnID, Sample.rules))
                #expect(
                    try await Self.read(database) == [
                        Self.explanation(1, Obstacle(.noAnswer), wanted: -5000),
                        Self.explanation(2, Obstacle(.noCircle), wanted: -5000),
                        Self.explanation(3, Obstacle(.marketTookPart), wanted: -5000, traded: -2000),
                        Self.explanation(5, Obstacle(.marketTookPart), wanted: 5000, traded: 1234),
                    ])
            }
        }
    }

    @Test("the command answers in sentences and in JSON, from the worker's database alone")
    func command() async throws {
        try await TestDatabase.withURL { url in
            let database = Database(url: url, configuration: DatabaseConfiguration(maximumConnections: 1), logger: TestDatabase.quietLogger)
            try await Migrator(
                service: "test", migrations: Resources.workerMigrations, database: database, logger: TestDatabase.quietLogger
            )
            .migrate()
            try await Self.fill(database)
            var policy = TradingPolicy(key: Self.key(1))
            policy.apply(Sample.ledger(Self.key(1), principal: 7000))
            policy.apply(Sample.policy(Self.key(1), min: 0, max: 2000))
            let turn = Sample.turn(.settling)
            try await database.transaction { [policy] tx in
                tx.enqueue(PolicyRows.insert([policy]))
                WorkerTurnRows.enqueueChanges(from: [:], to: [turn.turn.id: turn], in: tx)
                for query in ExplanationRows.unserved(Sample.turnID, Sample.rules) { tx.enqueue(query) }
            }
            await database.close()
            let text = try await Self.explain(url)
            #expect(
                text == """
                    Creditor \(Self.creditor)

                    Turn 7, begun at 2026-03-01T00:00:00+00:00
                      Debtor 2: wanted to sell 5,000, but the market found no circle of trades with it.
                      Debtor 3: wanted to sell 5,000, and sold 2,000: the market needed no more.
                      Debtor 5: wanted to buy 5,000, and bought 1,234: the market needed no more.

                    Now
                      Debtor 1: its balance is 7,000: 5,000 would be sold.

                    """)
            let json = try JSONSerialization.jsonObject(with: Data(try await Self.explain(url, "--format", "json").utf8)) as? [String: Any]
            let turns = try #require(json?["turns"] as? [[String: Any]])
            let reasons = (turns.first?["explanations"] as? [[String: Any]])?.map { $0["reason"] as? String }
            #expect(reasons == ["noCircle", "marketTookPart", "marketTookPart"])
            #expect((json?["now"] as? [[String: Any]])?.first?["wanted_amount"] as? Int == -5000)
        }
    }

    private static func explain(_ url: DatabaseURL, _ options: String...) async throws -> String {
        let path = NSTemporaryDirectory() + "explain-\(UUID().uuidString).txt"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let server = ProcessInfo.processInfo.environment["TEST_POSTGRES_URL"].flatMap { URLComponents(string: $0) }
        var components = try #require(server)
        components.path = "/" + (url.databaseName ?? "")
        let child = try ChildProcess(
            ChildProcess.product("swpt-trade"), ["explain", "--creditor", "\(creditor)"] + options,
            environment: ["WORKER_POSTGRES_URL": try #require(components.string)], outputPath: path)
        #expect(await child.wait() == 0)
        return try String(contentsOfFile: path, encoding: .utf8)
    }
}
