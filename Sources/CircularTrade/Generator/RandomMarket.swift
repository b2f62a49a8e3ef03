/// Random markets "gen-v1" (MG 1), the same in every language.
public struct RandomMarket: Sendable {
    /// The parameters, with the names and defaults of MG 1.
    public struct Parameters: Sendable {
        /// Where the random numbers begin.
        public var seed: UInt64 = 1
        /// `n_currencies`, the base currency included.
        public var currencyCount: UInt64 = 10
        /// `n_traders`
        public var traderCount: UInt64 = 100
        /// `min_trade`: amounts are this times a power of two, and up to twice as much.
        public var minTradeAmount: UInt64 = 1000
        /// `max_distance`: a rule of the market, of no influence on the draws.
        public var maxDistance = 10
        /// `rate_lo`: the least rate of a peg, in hundredths.
        public var rateLow: UInt64 = 50
        /// `rate_hi`: the greatest rate of a peg, in hundredths.
        public var rateHigh: UInt64 = 200
        /// `parent_window`: currencies are pegged to one of so many first ones.
        public var parentWindow: UInt64 = 50
        /// `pct_confirmed`: how many currencies of a hundred may be traded.
        public var percentConfirmed: UInt64 = 100
        /// `exps`: how many powers of two the amounts span.
        public var exponents: UInt64 = 8
        /// `max_sells`: the most sell offers of a trader.
        public var maxSells: UInt64 = 2
        /// `max_buys`: the most buy offers of a trader.
        public var maxBuys: UInt64 = 3
        /// `skew`: the first currencies are traded more than the last ones.
        public var isSkewed = false
        /// `locality`: how many currencies lie near a trader; 0: none are nearer than others.
        public var locality: UInt64 = 0
        /// `pct_local`: how many offers of a hundred are in currencies nearby.
        public var percentLocal: UInt64 = 0
        /// `max_collectors`: the most collectors of a currency.
        public var maxCollectors: UInt64 = 1

        /// The defaults.
        public init() {}
    }

    /// One offer of the market; only sell offers have a collector.
    public enum Offer: Hashable, Sendable {
        case sell(trader: TraderID, currency: CurrencyID, amount: Int64, collector: CollectorID)
        case buy(trader: TraderID, currency: CurrencyID, amount: Int64)
    }

    /// What it was drawn from.
    public let parameters: Parameters
    /// The rules of the market: the first currency is the base.
    public let rules: MarketRules
    /// The currencies, in the order in which they were drawn.
    public let currencies: [Currency]
    /// The rates as drawn, in 64 bits; NaN for the base currency, which has none.
    public let rates: [Double]
    /// How many collectors each currency has; their IDs are consecutive.
    private let collectorCounts: [UInt64]
    /// The state of the generator when the first trader's offers are drawn.
    private let generator: SplitMix64

    private static let firstCurrency: Int64 = 1001
    private static let firstCollector: Int64 = 4_294_967_296

    /// Draws currencies and collectors; offers are drawn as they are asked for.
    ///
    /// Precondition: counts, bounds and the least trade amount are greater than zero, and amounts fit into 64 bits
    /// (``Parameters/problem``).
    public init(_ parameters: Parameters) {
        precondition(parameters.problem == nil, parameters.problem ?? "")
        self.parameters = parameters
        var generator = SplitMix64(seed: parameters.seed)
        var currencies: [Currency] = []
        var rates: [Double] = []
        for index in 0..<parameters.currencyCount {
            let (currency, rate) = Self.draw(index, parameters, &generator)
            currencies.append(currency)
            rates.append(rate)
        }
        collectorCounts = currencies.map { _ in 1 + generator.below(parameters.maxCollectors) }
        rules = MarketRules(
            baseLocator: currencies[0].locator, baseCurrency: currencies[0].id,
            maxDistanceToBase: parameters.maxDistance, minTradeAmount: Int64(parameters.minTradeAmount))
        self.currencies = currencies
        self.rates = rates
        self.generator = generator
    }

    private static func draw(
        _ index: UInt64, _ parameters: Parameters, _ generator: inout SplitMix64
    ) -> (Currency, rate: Double) {
        let id = firstCurrency + Int64(index)
        let locator = "https://example.com/\(id)"
        if index == 0 { return (Currency(isConfirmed: true, locator: locator, id: CurrencyID(id), peg: nil), .nan) }
        let parent = firstCurrency + Int64(generator.below(min(index, parameters.parentWindow)))
        let hundredths = parameters.rateLow + generator.below(parameters.rateHigh - parameters.rateLow + 1)
        let isConfirmed = generator.below(100) < parameters.percentConfirmed
        let rate = Double(hundredths) / 100
        let peg = Currency.Peg(locator: "https://example.com/\(parent)", currency: CurrencyID(parent), rate: rate)
        return (Currency(isConfirmed: isConfirmed, locator: locator, id: CurrencyID(id), peg: peg), rate)
    }

    /// How many collector accounts there are.
    public var collectorCount: UInt64 { collectorCounts.reduce(0, +) }

    /// Calls `body` with every collector account.
    public func forEachCollector<Failure: Error>(
        _ body: (CollectorID, CurrencyID) throws(Failure) -> Void
    ) throws(Failure) {
        for (currency, count) in zip(currencies, collectorCounts) {
            for number in 0..<count { try body(CollectorID(Self.firstCollector + Int64(number)), currency.id) }
        }
    }

    /// Draws all offers, trader by trader, and calls `body` with each. Every call draws the same ones.
    public func forEachOffer<Failure: Error>(_ body: (Offer) throws(Failure) -> Void) throws(Failure) {
        var generator = generator
        for trader in 0..<parameters.traderCount {
            let id = TraderID(Int64(trader) + 1)
            let sellCount = 1 + generator.below(parameters.maxSells)
            let buyCount = 1 + generator.below(parameters.maxBuys)
            let home = UInt64(
                (UInt128(trader) * UInt128(parameters.currencyCount)) / UInt128(parameters.traderCount))
            var used: Set<UInt64> = []
            for _ in 0..<sellCount {
                let index = pick(home: home, &generator)
                guard used.insert(index).inserted else { continue }
                let amount = drawAmount(&generator)
                let collector = generator.below(collectorCounts[Int(index)])
                try body(
                    .sell(
                        trader: id, currency: currencies[Int(index)].id, amount: amount,
                        collector: CollectorID(Self.firstCollector + Int64(collector))))
            }
            for _ in 0..<buyCount {
                let index = pick(home: home, &generator)
                guard used.insert(index).inserted else { continue }
                try body(.buy(trader: id, currency: currencies[Int(index)].id, amount: drawAmount(&generator)))
            }
        }
    }

    private func pick(home: UInt64, _ generator: inout SplitMix64) -> UInt64 {
        if parameters.locality > 0 && generator.below(100) < parameters.percentLocal {
            return (home + generator.below(parameters.locality)) % parameters.currencyCount
        }
        let index = generator.below(parameters.currencyCount)
        return parameters.isSkewed ? generator.below(index + 1) : index
    }

    private func drawAmount(_ generator: inout SplitMix64) -> Int64 {
        let base = parameters.minTradeAmount << generator.below(parameters.exponents)
        return Int64(base + generator.below(base))
    }
}

extension RandomMarket.Parameters {
    /// Why no market can be drawn with these parameters; nil if one can.
    public var problem: String? {
        let many: UInt64 = 1 << 31
        let ranges: [(name: String, value: UInt64, range: ClosedRange<UInt64>)] = [
            ("n_currencies", currencyCount, 1...many), ("n_traders", traderCount, 1...many), ("min_trade", minTradeAmount, 1...many),
            ("max_distance", UInt64(clamping: maxDistance), 1...65535), ("rate_lo", rateLow, 0...many), ("rate_hi", rateHigh, 0...many),
            ("parent_window", parentWindow, 1...many), ("pct_confirmed", percentConfirmed, 0...100), ("exps", exponents, 1...31),
            ("max_sells", maxSells, 1...many), ("max_buys", maxBuys, 1...many), ("locality", locality, 0...many),
            ("pct_local", percentLocal, 0...100), ("max_collectors", maxCollectors, 1...many),
        ]
        for (name, value, range) in ranges where !range.contains(value) {
            return "\(name) must be between \(range.lowerBound) and \(range.upperBound), not \(value)"
        }
        if rateHigh < rateLow { return "rate_hi must not be less than rate_lo" }
        return nil
    }
}
