import CircularTrade
import Logging
import SMPProtocol
import Synchronization
import Threading

/// Solves the market of a turn (TS 2.6.1 – 2.6.6): reads it, finds the trades, and says what is strange about it.
struct TurnSolver: Sendable {
    let store: SolverStore
    let settings: SolverSettings
    let logger: Logger

    /// Circles that are kept for the operator, and the members of each that are listed.
    static let circleCount = 100
    static let circleMembers = 100

    /// Nothing is locked, and nothing has happened when the task is cancelled.
    func solve(_ turn: Turn) async throws -> SolveOutcome {
        let (currencies, size, book, clock) = try await load(turn)
        report(currencies, turn)
        let key = UInt64(bitPattern: Int64(turn.id.rawValue))
        let outcome = try await ComputingThread.run("solver") { [settings] isCancelled in
            try Self.outcome(book.take(), currencies.tree, size, key: key, settings, clock, isCancelled)
        }
        if outcome.report.skippedOffers > 0 {
            logger.error("Turn \(turn.id): \(outcome.report.skippedOffers) sell offers whose creditor or collector is 0 were left out")
        }
        return outcome
    }

    /// The offers are handed over: who solves them gives up their memory on the way.
    private func load(_ turn: Turn) async throws -> (MarketCurrencies, MarketSize, Handover<OfferBook>, StepClock) {
        let start = ContinuousClock.now
        let market = try await store.market(of: turn)
        var clock = StepClock()
        clock.add(.read, StepTime(seconds: (.now - start) / .seconds(1), cpuSeconds: market.readCPUSeconds))
        return (market.currencies, market.size, Handover(market.book), clock)
    }

    private static func outcome(
        _ book: consuming OfferBook, _ tree: CurrencyTree, _ size: MarketSize, key: UInt64, _ settings: SolverSettings, _ clock: StepClock,
        _ isCancelled: () -> Bool
    ) throws -> SolveOutcome {
        var options = SolverOptions()
        options.key = key
        options.improves = settings.improveSeconds > 0
        var solving = TimedSolving(improveSeconds: settings.improveSeconds, clock: clock)
        let solution = try solving.solve(book, tree: tree, options: options, isCancelled: isCancelled)
        var clock = solving.clock
        clock.begin(.circles)
        let circles = solution.greatestCircles(tree, count: circleCount, maximumMembers: circleMembers)
        let counts = TradeCounts(solution)
        clock.end()
        return SolveOutcome(
            solution: solution, counts: counts, report: SolveReport(solution, market: size, steps: clock.times), circles: circles,
            statistics: BuyersStatistics(settings: settings.statistics), interval: settings.collectors,
            transfersLimit: settings.transfersLimit)
    }

    private func report(_ currencies: MarketCurrencies, _ turn: Turn) {
        for (currency, problem) in zip(currencies.refused, currencies.problems) {
            logger.error("Turn \(turn.id): the currency \(currency.id) \(problem.rawValue); it was left out")
        }
        if !currencies.isBaseKnown {
            logger.warning(
                """
                Turn \(turn.id): nobody knows the base currency \(turn.rules.baseCurrency) at \(turn.rules.baseLocator), \
                so nothing has a price and nothing is traded
                """)
        }
    }
}

/// Gives a value away to another thread, so that nobody keeps a copy of it.
private final class Handover<Value: Sendable>: Sendable {
    private let value: Mutex<Value?>

    init(_ value: consuming Value) { self.value = Mutex(value) }

    /// To be called once.
    func take() -> Value {
        value.withLock { value in
            guard let taken = value.take() else { preconditionFailure("it was taken before") }
            return taken
        }
    }
}
