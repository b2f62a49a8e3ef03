/// What one trader gives or gets of one currency, and the collector account that it goes to or comes from (TS 8.3).
public struct Position: Hashable, Sendable {
    /// Who gives or gets.
    public let trader: TraderID
    /// In which currency.
    public let currency: CurrencyID
    /// In tokens; greater than zero.
    public let amount: Int64
    /// The collector account of the currency.
    public let collector: CollectorID

    /// A position as it is.
    public init(trader: TraderID, currency: CurrencyID, amount: Int64, collector: CollectorID) {
        self.trader = trader
        self.currency = currency
        self.amount = amount
        self.collector = collector
    }
}

/// What one collector account sends to another one of the same currency (TS 8.3).
public struct CollectorTransfer: Hashable, Sendable {
    /// The currency of both accounts.
    public let currency: CurrencyID
    /// The account that sends.
    public let from: CollectorID
    /// The account that gets it.
    public let to: CollectorID
    /// In tokens; greater than zero.
    public let amount: Int64

    /// A transfer as it is.
    public init(currency: CurrencyID, from: CollectorID, to: CollectorID, amount: Int64) {
        self.currency = currency
        self.from = from
        self.to = to
        self.amount = amount
    }
}

/// The trades of one market. The order of the rows is the same for the same offers.
public struct Solution: Sendable {
    /// Who gives what.
    public internal(set) var takings = PositionList()
    /// Who gets what.
    public internal(set) var givings = PositionList()
    /// What has to go from one collector account of a currency to another.
    public internal(set) var collectorTransfers: [CollectorTransfer] = []
    /// How it came about.
    public internal(set) var statistics = Statistics()

    /// How a market was solved, and how well.
    public struct Statistics: Sendable {
        /// Value of all takings, in base currency tokens.
        public internal(set) var clearedValue = 0.0
        /// Value of all sell offers that were admitted.
        public internal(set) var offeredValue = 0.0
        /// No trades whatsoever could be worth more: proved by the improving stage; otherwise a coarse bound.
        public internal(set) var bound = 0.0
        /// Offers of both sides that took part.
        public internal(set) var admittedOffers = 0
        /// Sell offers left out because their trader or collector is 0 (TS2 6.6).
        public internal(set) var skippedSellOffers = 0
        /// Cycles that the greedy stage found.
        public internal(set) var cycles = 0
        /// Of the cycles that the greedy stage found: the traders in the longest one.
        public internal(set) var longestCycle = 0
        /// Completed phases of the improving stage.
        public internal(set) var improvementPhases = 0
        /// The arcs that the improving stage looked at.
        public internal(set) var improvementWork = 0
    }
}

/// The stages of solving a market, in the order of ``MarketSolver/solve(_:tree:options:onStage:shouldStop:)``.
public enum SolverStage: String, Sendable, CaseIterable {
    /// Offers become a graph.
    case register
    /// Cycles are taken as they are found.
    case greedy
    /// Better cycles replace them.
    case improve
    /// Values become tokens, collectors are chosen.
    case aggregate
}
