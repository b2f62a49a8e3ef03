import BenchmarkKit
import CircularTrade
import Foundation
import Logging
import Persistence
import SMPProtocol
import Trade

// What a solve costs, from offers in the database to committed trades, collectors cared for and tables vacuumed. And whether the database
// stays as large as it is over many turns.

guard let text = ProcessInfo.processInfo.environment["TEST_POSTGRES_URL"] else { fail("start this with scripts/bench turn-solver") }
var logger = Logger(label: "bench")
logger.logLevel = .error
let quiet = logger
let server = try DatabaseURL(text)
let administration = Database(url: server, logger: quiet)

func now() -> Timestamp { Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)) }

/// A market with so many currencies; fifty traders for each, three and a half offers for each trader.
func market(currencies: UInt64) -> RandomMarket {
    var parameters = RandomMarket.Parameters()
    parameters.seed = 42
    parameters.currencyCount = currencies
    parameters.traderCount = currencies * 50
    return RandomMarket(parameters)
}

func withDatabase<R>(_ body: (Database) async throws -> R) async throws -> R {
    let name = "bench_turn_solver_\(getpid())"
    try await administration.administer("CREATE DATABASE \(name)")
    let database = Database(url: server.withDatabase(name), logger: quiet)
    try await Migrator(service: "bench", migrations: MeasuredSolve.migrations, database: database, logger: quiet).migrate()
    let result = try await body(database)
    await database.close()
    try await administration.administer("DROP DATABASE \(name) WITH (FORCE)")
    return result
}

func size(_ database: Database) async throws -> Double {
    let bytes: Int64 = try await database.query("SELECT pg_database_size(current_database())")[0][0]
    return Double(bytes) / 1_048_576
}

/// Peak memory counts from now on.
func forgetPeakMemory() { try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8) }

let postgres = try ProcessGroup.ofStack("postgres")
let node = ProcessGroup.current(name: "node")

func measure(_ name: String, currencies: UInt64, improveSeconds: Double) async throws -> BenchmarkReport.Case {
    try await withDatabase { database in
        let offers = try await MarketFilling(market: market(currencies: currencies), database: database).fill(1, at: now())
        try await database.administer("CHECKPOINT")
        let solve = MeasuredSolve(database: database, improveSeconds: improveSeconds, logger: quiet)
        forgetPeakMemory()
        let cpuBefore = (node.cpuSeconds, postgres.cpuSeconds)
        let measurement = Measurement.start(of: [node, postgres])
        guard let outcome = try await solve.run(1, at: now()) else { fail("the turn was not solved") }
        var result = measurement.finish(case: name, items: offers)
        result.figures.append(("node CPU s", node.cpuSeconds - cpuBefore.0))
        result.figures.append(("PostgreSQL CPU s", postgres.cpuSeconds - cpuBefore.1))
        for step in outcome.steps { result.figures.append(("\(step.name) s", step.seconds)) }
        for step in outcome.steps { result.figures.append(("\(step.name) CPU s", step.cpuSeconds)) }
        result.figures.append(("positions", Double(outcome.positions)))
        return result
    }
}

let resultTables = [
    "creditor_taking", "creditor_giving", "collector_collecting", "collector_sending", "collector_receiving", "collector_dispatching",
]

/// The sizes of the database after each of many turns, all with the same market.
func growth(turns: Int, currencies: UInt64) async throws -> [Double] {
    try await withDatabase { database in
        let solve = MeasuredSolve(database: database, improveSeconds: 0, logger: quiet)
        var sizes: [Double] = []
        for number in 1...turns {
            let turn = TurnID(Int32(number))
            _ = try await MarketFilling(market: market(currencies: currencies), database: database).fill(turn, at: now())
            guard try await solve.run(turn, at: now()) != nil else { fail("the turn was not solved") }
            // What the workers do.
            for table in resultTables {
                try await database.query(Statement(stringLiteral: "DELETE FROM \(table)"))
            }
            guard try await solve.finish(turn, at: now()) else { fail("the turn did not end") }
            sizes.append(try await size(database))
        }
        return sizes
    }
}

var report = BenchmarkReport(name: "turn-solver", parameters: [("generator", .text("gen-v1, seed 42, 50 traders per currency"))])
let isShort = CommandLine.arguments.contains("--short")
let sizes: [UInt64] = isShort ? [60] : [60, 600, 6000]
for currencies in sizes {
    report.results.append(try await measure("\(currencies) currencies, greedy", currencies: currencies, improveSeconds: 0))
}
let largest = sizes[sizes.count - 1]
report.results.append(try await measure("\(largest) currencies, improved", currencies: largest, improveSeconds: 60))
let growthOfTurns = try await growth(turns: 20, currencies: isShort ? 60 : 600)
report.notes = [
    """
    "node" is this process, which has the solver inside, and resident its memory; the time is that from offers in the database to \
    committed trades, with care for collectors and vacuum.
    """,
    "Size of the database in MiB after each of 20 turns with the same market: "
        + growthOfTurns.map { String(format: "%.1f", $0) }.joined(separator: " "),
]
report.print()
await administration.close()
