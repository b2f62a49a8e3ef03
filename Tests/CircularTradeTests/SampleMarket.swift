import CircularTrade

/// A market as plain lists, so that tests can shuffle, solve and check it.
struct SampleMarket: Sendable {
    struct Sell: Sendable {
        let trader: TraderID
        let currency: CurrencyID
        let amount: Int64
        let collector: CollectorID
    }

    struct Buy: Sendable {
        let trader: TraderID
        let currency: CurrencyID
        let amount: Int64
    }

    var rules: MarketRules
    var currencies: [Currency]
    var collectors: [(CollectorID, CurrencyID)]
    var sells: [Sell]
    var buys: [Buy]

    func tree() throws(MarketError) -> CurrencyTree {
        try CurrencyTree(rules: rules, currencies: currencies)
    }

    var book: OfferBook {
        var book = OfferBook()
        for (collector, currency) in collectors { book.addCollector(collector, currency: currency) }
        for sell in sells {
            book.addSellOffer(trader: sell.trader, currency: sell.currency, amount: sell.amount, collector: sell.collector)
        }
        for buy in buys { book.addBuyOffer(trader: buy.trader, currency: buy.currency, amount: buy.amount) }
        return book
    }

    func solve(_ configure: (inout SolverOptions) -> Void = { _ in }) throws(MarketError) -> Solution {
        var options = SolverOptions()
        configure(&options)
        return try MarketSolver.solve(book, tree: tree(), options: options)
    }

    /// The same market with its rows in another order.
    func shuffled(_ generator: inout SplitMix64) -> SampleMarket {
        var market = self
        Self.shuffle(&market.currencies, &generator)
        Self.shuffle(&market.collectors, &generator)
        Self.shuffle(&market.sells, &generator)
        Self.shuffle(&market.buys, &generator)
        return market
    }

    private static func shuffle<Element>(_ list: inout [Element], _ generator: inout SplitMix64) {
        for index in list.indices.dropFirst() { list.swapAt(index, Int(generator.below(UInt64(index + 1)))) }
    }

    /// A small market from rows: the first currency is the base, and the others are pegged to it.
    ///
    /// - Parameters:
    ///   - collectors: `[collector, currency]`.
    ///   - sells: `[trader, currency, amount, collector]`.
    ///   - buys: `[trader, currency, amount]`.
    init(
        prices: [(id: Int64, price: Double)], minimum: Int64, collectors: [[Int64]] = [], sells: [[Int64]], buys: [[Int64]]
    ) {
        let base = prices[0].id
        self.init(
            rules: MarketRules(baseLocator: "l\(base)", baseCurrency: CurrencyID(base), minTradeAmount: minimum),
            currencies: prices.map { PricingTests.currency($0.id, peg: $0.id == base ? nil : (base, $0.price)) },
            collectors: collectors.map { (CollectorID($0[0]), CurrencyID($0[1])) },
            sells: sells.map { .init(trader: TraderID($0[0]), currency: CurrencyID($0[1]), amount: $0[2], collector: CollectorID($0[3])) },
            buys: buys.map { .init(trader: TraderID($0[0]), currency: CurrencyID($0[1]), amount: $0[2]) })
    }

    /// `[trader, currency, amount, collector]`, sorted.
    static func rows(_ list: PositionList) -> [[Int64]] {
        list.map { [$0.trader.rawValue, $0.currency.rawValue, $0.amount, $0.collector.rawValue] }
            .sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// `[currency, from, to, amount]`.
    static func rows(_ transfers: [CollectorTransfer]) -> [[Int64]] {
        transfers.map { [$0.currency.rawValue, $0.from.rawValue, $0.to.rawValue, $0.amount] }
    }

    /// A market of the generator "gen-v1".
    init(random parameters: RandomMarket.Parameters) {
        let random = RandomMarket(parameters)
        rules = random.rules
        currencies = random.currencies
        (collectors, sells, buys) = ([], [], [])
        random.forEachCollector { collectors.append(($0, $1)) }
        random.forEachOffer { offer in
            switch offer {
            case .sell(let trader, let currency, let amount, let collector):
                sells.append(Sell(trader: trader, currency: currency, amount: amount, collector: collector))
            case .buy(let trader, let currency, let amount):
                buys.append(Buy(trader: trader, currency: currency, amount: amount))
            }
        }
    }

    init(
        rules: MarketRules, currencies: [Currency], collectors: [(CollectorID, CurrencyID)], sells: [Sell], buys: [Buy]
    ) {
        self.rules = rules
        self.currencies = currencies
        self.collectors = collectors
        self.sells = sells
        self.buys = buys
    }
}
