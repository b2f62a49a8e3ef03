import Foundation
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Trade

/// The solver's own program, killed without warning at every arrow of TS2-5, and started again: fifty times in all.
///
/// A table that somebody else has locked holds the program where it wants to write there; then it is killed. What it has sent to the
/// server before may still be carried out, a commit included; so what counts is that everything has happened or nothing, and that in the
/// end there is one set of results.
@Suite("The solver, killed and started again (TS2 19.5)", .timeLimit(.minutes(20)))
struct SolverCrashTests {
    /// Where the program is held: what it writes in a commit, in this order (TS2 5.2).
    static let commitTables = [
        "turn", "creditor_taking", "collector_sending", "creditor_giving", "most_bought_currency", "collector_account",
        "overloaded_currency",
        "currency_info", "turn_report", "turn_circle",
    ]
    /// And in the tasks after it (TS2 5.3).
    static let careTables = ["overloaded_currency", "collector_account"]

    @Test("killed in the commit: all or nothing, and one set of results in the end", arguments: commitTables)
    func commit(table: String) async throws {
        try await SolverProgram.with { program in
            for _ in 0..<3 {
                try await program.prepare()
                try await program.killWhileWaiting(for: table)
                try await program.expectAllOrNothing()
                try await program.expectEnd()
            }
        }
    }

    @Test("killed in the tasks after the commit: they are done the next time", arguments: careTables)
    func care(table: String) async throws {
        try await SolverProgram.with { program in
            for _ in 0..<3 {
                try await program.prepare()
                #expect(try await program.fixture.solve(try #require(try await program.fixture.turn())))
                try await program.killWhileWaiting(for: table)
                try await program.expectEnd()
            }
        }
    }

    @Test("killed at some moment")
    func anywhere() async throws {
        try await SolverProgram.with { program in
            for number in 0..<14 {
                try await program.prepare()
                let process = try program.start()
                try await Task.sleep(for: .milliseconds(40 * number))
                process.send(SIGKILL)
                _ = await process.wait()
                try await program.awaitDisconnection()
                try await program.expectAllOrNothing()
                try await program.expectEnd()
            }
        }
    }
}

/// The program, with a solver database of its own.
private struct SolverProgram: Sendable {
    let fixture: SolverFixture
    private let outputPath: String
    private let environment: [String: String]

    static func with(_ body: @escaping @Sendable (SolverProgram) async throws -> Void) async throws {
        try await TestDatabase.withURL { url in
            let database = Database(url: url, configuration: DatabaseConfiguration(maximumConnections: 4), logger: TestDatabase.quietLogger)
            let program = try SolverProgram(database)
            let result: Result<Void, any Error>
            do {
                let configure = try program.start(["configure", "solver"])
                #expect(await configure.wait() == 0, "\(program.output)")
                result = .success(try await body(program))
            } catch {
                result = .failure(error)
            }
            if case .failure = result { Issue.record("the solver said: \(program.output.suffix(4000))") }
            try? FileManager.default.removeItem(atPath: program.outputPath)
            await database.close()
            try result.get()
        }
    }

    private init(_ database: Database) throws {
        fixture = SolverFixture(database: database, store: SolverStore(database: database), settings: SolverFixture.settings)
        let variables = ProcessInfo.processInfo.environment
        var url = try #require(variables["TEST_POSTGRES_URL"].flatMap { URLComponents(string: $0) })
        url.path = "/" + (database.url.databaseName ?? "")
        outputPath = NSTemporaryDirectory() + "solver-\(UInt64.random(in: 0 ... .max)).log"
        environment = [
            "PATH": variables["PATH"] ?? "", "SOLVER_POSTGRES_URL": try #require(url.string), "BASE_DEBTOR_ID": "101",
            "BASE_DEBTOR_INFO_LOCATOR": "https://example.com/101", "TURN_PERIOD": "0", "TURN_PHASE1_DURATION": "0",
            "TURN_PHASE2_DURATION": "0",
            "TRANSFERS_COLLECTOR_LIMIT": "1", "APP_NUMBER_OF_TURNS_FOR_BUYERS_COUNT_STATS": "10", "SOLVER_IMPROVE_SECONDS": "0",
            "APP_LOG_LEVEL": "info",
        ]
    }

    private var output: String { (try? String(contentsOfFile: outputPath, encoding: .utf8)) ?? "" }

    func start(_ arguments: [String] = ["roll_turns", "--quit-early"]) throws -> ChildProcess {
        try ChildProcess(ChildProcess.product("swpt-trade"), arguments, environment: environment, outputPath: outputPath)
    }

    /// An empty database, but for a turn that is to be solved.
    func prepare() async throws {
        let tables =
            ResultTable.allCases.map(\.rawValue) + CollectorCare.emptiedTables
            + ["turn", "collector_account", "overloaded_currency", "most_bought_currency", "turn_report", "turn_circle"]
        try await fixture.run("TRUNCATE \(tables.joined(separator: ", "))")
        _ = try await fixture.insertTurn(.gatheringOffers)
        try await fixture.run(CommitTests.example)
    }

    func killWhileWaiting(for table: String) async throws {
        try await fixture.database.asyncTransaction { tx in
            try await tx.execute(Statement(stringLiteral: "LOCK TABLE \(table) IN EXCLUSIVE MODE"))
            let process = try start()
            try await TestBroker.eventually("the solver waits for \(table)") {
                try await fixture.isSomebodyWaiting(table)
            }
            process.send(SIGKILL)
            #expect(await process.wait() == 128 + SIGKILL)
        }
        try await awaitDisconnection()
    }

    /// The server notices that the program is dead when it has something to tell it.
    func awaitDisconnection() async throws {
        try await TestBroker.eventually("the dead solver's connection has ended") {
            try await fixture.count("pg_stat_activity", where: "datname = current_database() AND application_name LIKE 'swpt%'") == 0
        }
    }

    func expectAllOrNothing() async throws {
        let isSolved = try await fixture.turn()?.phase == .givingAndTaking
        for table in ["creditor_taking", "collector_collecting", "creditor_giving", "collector_dispatching"] {
            #expect(try await fixture.count(table) == (isSolved ? 3 : 0), "\(table)")
        }
        #expect(try await fixture.count("collector_sending") == (isSolved ? 1 : 0))
        for table in ["sell_offer", "buy_offer", "currency_info"] {
            #expect(try await fixture.count(table) == (isSolved ? 0 : 3), "\(table)")
        }
        #expect(try await fixture.count("most_bought_currency", where: "debtor_info_locator = 'old'") == (isSolved ? 0 : 2))
        #expect(try await fixture.count("collector_account", where: "debtor_id = 103") == (isSolved ? 1024 : 0))
    }

    /// After the next start everything has happened once (TS2-16).
    func expectEnd() async throws {
        let process = try start()
        #expect(await process.wait() == 0, "\(output.suffix(4000))")
        try await expectAllOrNothing()
        #expect(try await fixture.turn()?.phase == .givingAndTaking)
        #expect(try await fixture.count("overloaded_currency") == 0)
        let numbers = try await fixture.numbers(
            "SELECT debtor_id, status, count(*) FROM collector_account GROUP BY debtor_id, status ORDER BY 1, 2")
        #expect(numbers == [[101, 0, 1], [101, 2, 1], [101, 3, 1], [102, 0, 1], [102, 3, 1], [103, 0, 1024]])
        #expect(try await fixture.store.standing().uncared.isEmpty)
    }
}
