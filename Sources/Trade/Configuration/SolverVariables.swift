import NodeKit
import SMPProtocol

/// What only the solver does with the market and its collectors (TS2 2.1).
struct SolverVariables: Sendable, Equatable {
    /// `SOLVER_IMPROVE_SECONDS`; 0: only the greedy stage.
    let improveSeconds: Double
    /// `SOLVER_INCREASED_WORK_MEM`: a memory size as PostgreSQL writes it.
    let workMemory: String
    /// `TRANSFERS_COLLECTOR_LIMIT`
    let transfersLimit: Int
    /// `APP_NUMBER_OF_TURNS_FOR_BUYERS_COUNT_STATS`
    let statisticsTurns: Int
    /// `APP_NUMBER_OF_CURRENCIES_IN_BUYERS_COUNT_STATS`
    let statisticsCurrencies: Int
    /// `APP_COLLECTOR_ACTIVITY_MIN_DAYS`
    let collectorActivityMinDays: Double
    /// `APP_SURPLUS_BLOCKING_DELAY_DAYS`
    let surplusBlockingDelayDays: Double

    init(reader: inout ConfigurationReader, _ turns: TurnSettings) {
        reader.section("Solver")
        improveSeconds =
            reader.readOptional(
                "SOLVER_IMPROVE_SECONDS", .seconds(in: 0...3600), defaultText: "60, or a fiftieth of phase 2 if that is less",
                "How long the solver looks for more than the first solution that it finds; 0: not at all")
            ?? ImprovementBudget.standardSeconds(phase2: turns.durations.phase2)
        workMemory = reader.read(
            "SOLVER_INCREASED_WORK_MEM", .memorySize, default: "50MB",
            "`work_mem` of the few statements of the solver that sort whole tables")
        transfersLimit = reader.read(
            "TRANSFERS_COLLECTOR_LIMIT", .integer(in: 1...Int(Int32.max)), default: 100_000,
            "More transfers of a collector account in a turn than this make its currency get more collector accounts")
        statisticsTurns = reader.read(
            "APP_NUMBER_OF_TURNS_FOR_BUYERS_COUNT_STATS", .integer(in: 1...1_000_000), default: 30,
            "Over how many turns the number of buyers is averaged")
        statisticsCurrencies = reader.read(
            "APP_NUMBER_OF_CURRENCIES_IN_BUYERS_COUNT_STATS", .integer(in: 1...1_000_000), default: 1000,
            "How many currencies the list of the most bought ones has")
        collectorActivityMinDays = reader.read(
            "APP_COLLECTOR_ACTIVITY_MIN_DAYS", .days(in: 0...1e6), default: 28,
            "How long a collector account works before it may be suspended to find its surplus")
        surplusBlockingDelayDays = reader.read(
            "APP_SURPLUS_BLOCKING_DELAY_DAYS", .days(in: 0...1e6), default: 14,
            "How long after its suspension the surplus of a collector account is looked for")
    }
}

extension ValueType where Value == String {
    /// What PostgreSQL takes as the size of memory (TS2 2.4): it becomes part of a setting, so nothing else may be in it.
    static let memorySize = ValueType.text.limited(to: "a whole number, and B, kB, MB, GB or TB behind it (kB if nothing)") { text in
        let trimmed = text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        let digits = trimmed.prefix { $0.isASCII && $0.isNumber }
        let unit = trimmed.dropFirst(digits.count).drop { $0 == " " }
        return (1...9).contains(digits.count) && ["", "B", "kB", "MB", "GB", "TB"].contains(unit)
    }
}
