public import CircularTrade

/// What the solver is shown: the currencies as their issuers describe them, and what holders have and want.
///
/// The Circular Trade service finds all this out from messages; here it comes from the Web APIs and from the published documents.
public struct Market: Sendable {
    /// A holder's bid with the bounds from which it follows.
    public struct Wish: Sendable {
        /// What follows from the bounds.
        public let offer: Offer
        /// What one token is worth to the holder, in tokens of the base currency.
        public let rate: Double
    }

    /// What holds for all of the market.
    public let rules: MarketRules
    /// The currencies, with what they are tied to.
    public let currencies: [Currency]
    /// What holders have and want.
    public var wishes: [Wish] = []

    /// A market in which nobody wants anything yet.
    public init(rules: MarketRules, currencies: [Currency]) {
        self.rules = rules
        self.currencies = currencies
    }

    /// What the solver makes of it, without doing it.
    ///
    /// - Throws: `MarketError`.
    public func solve() throws -> (solution: Solution, verdicts: [BidVerdict]) {
        let tree = try CurrencyTree(rules: rules, currencies: currencies)
        var bids = BidProcessor(tree: tree)
        let verdicts = try bids.judge(
            wishes.map { wish in
                Bid(
                    trader: wish.offer.trader, currency: wish.offer.currency, amount: wish.offer.amount, peg: rules.baseCurrency,
                    rate: wish.rate)
            })
        var book = OfferBook()
        for currency in currencies { book.addCollector(Self.collector, currency: currency.id) }
        for (wish, verdict) in zip(wishes, verdicts) where verdict == .candidate {
            let offer = wish.offer
            if offer.amount < 0 {
                book.addSellOffer(trader: offer.trader, currency: offer.currency, amount: -offer.amount, collector: Self.collector)
            } else {
                book.addBuyOffer(trader: offer.trader, currency: offer.currency, amount: offer.amount)
            }
        }
        return (try MarketSolver.solve(book, tree: tree), verdicts)
    }

    /// Through this account of the service the money would go.
    private static let collector = CollectorID(0x0000_0100_0000_0000)
}
