import CircularTrade
import SMPProtocol

/// How a turn went, for the operator. What has not happened yet, or was done by another program, is nil.
struct TurnReport: Hashable, Sendable {
    let turnID: TurnID
    var offersStartedAt: Timestamp?
    var solvedAt: Timestamp?
    var finishedAt: Timestamp?
    var solve: SolveReport?
}

/// What a solve found, and what it took. Named as in the output of `solve`.
struct SolveReport: Hashable, Sendable {
    var market = MarketSize()
    /// Offers that took part: large enough, in a tradable currency.
    var admittedOffers = 0
    /// Sell offers that were left out because an ID in them is 0 (TS2 6.6).
    var skippedOffers = 0
    var takings = 0
    var givings = 0
    var collectorTransfers = 0
    /// In base currency tokens, like the next two.
    var clearedValue = 0.0
    var offeredValue = 0.0
    /// No trades could be worth more.
    var bound = 0.0
    /// Cycles that the greedy stage found, and the traders in the longest one.
    var cycles = 0
    var longestCycle = 0
    var steps: [SolveStep: StepTime] = [:]

    init() {}

    init(_ solution: Solution, market: MarketSize, steps: [SolveStep: StepTime]) {
        self.market = market
        admittedOffers = solution.statistics.admittedOffers
        skippedOffers = solution.statistics.skippedSellOffers
        takings = solution.takings.count
        givings = solution.givings.count
        collectorTransfers = solution.collectorTransfers.count
        clearedValue = solution.statistics.clearedValue
        offeredValue = solution.statistics.offeredValue
        bound = solution.statistics.bound
        cycles = solution.statistics.cycles
        longestCycle = solution.statistics.longestCycle
        self.steps = steps
    }

    /// At least this part of what is possible was cleared; 0 of nothing.
    var shareOfBound: Double { Self.share(clearedValue, of: bound) }

    var shareOfOfferedValue: Double { Self.share(clearedValue, of: offeredValue) }

    private static func share(_ part: Double, of whole: Double) -> Double { whole > 0 ? min(part / whole, 1) : 0 }
}

/// How large a market is.
struct MarketSize: Hashable, Sendable {
    var currencies = 0
    var confirmedCurrencies = 0
    var sellOffers = 0
    var buyOffers = 0
}
