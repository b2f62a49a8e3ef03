/// The prices of all currencies of a market (TS 5): every currency is pegged to another one, up to the base currency,
/// and its price is the product of the rates on the way, in 32-bit arithmetic, rounded at each link from the base outwards.
///
/// Solver and workers must compute the same prices (TS 1.4); both use this type.
public struct CurrencyTree: Sendable {
    /// What ``peg(of:)`` answers: the currency that another one is pegged to, and the rate.
    public struct Link: Hashable, Sendable {
        /// The currency that the other one is pegged to.
        public let currency: CurrencyID
        /// What one token of the other one is worth, in tokens of this one; 32 bits.
        public let rate: Float

        /// A link as it is.
        public init(currency: CurrencyID, rate: Float) {
            self.currency = currency
            self.rate = rate
        }
    }

    private struct Tradable: Sendable {
        let price: Float
        let link: Link?
    }

    /// What the market fixes.
    public let rules: MarketRules
    /// Every debtor ID that was registered, also 0 and those without a price, in ascending order.
    public let currencyIDs: [CurrencyID]
    private let tradables: [CurrencyID: Tradable]

    /// Registers the currencies and analyzes them at once, so nothing can be registered too late (TS 5.7).
    ///
    /// - Throws: ``MarketError`` for the conditions of TS 5.2 and 5.6.
    public init(rules: MarketRules, currencies: some Sequence<Currency>) throws(MarketError) {
        self.rules = rules
        var registry = PegRegistry(rules: rules)
        for currency in currencies { try registry.register(currency) }
        let prices = registry.prices()

        var tradables: [CurrencyID: Tradable] = [:]
        for (index, currency) in registry.currencies.enumerated() where currency.isConfirmed && prices[index].isPriceable {
            let link = registry.parent(of: index).map {
                Link(currency: registry.currencies[$0].id, rate: currency.rate)
            }
            let tradable = Tradable(price: prices[index].price, link: link)
            guard tradables.updateValue(tradable, forKey: currency.id) == nil else { throw .duplicatedTradableCurrency }
        }
        if let namesake = registry.baseNamesake, registry.currencies[namesake].id != rules.baseCurrency {
            throw .inconsistentBase
        }
        if let base = registry.base, !registry.currencies[base].isConfirmed, tradables[rules.baseCurrency] != nil {
            throw .claimedBase
        }
        self.tradables = tradables
        self.currencyIDs = registry.allIDs.sorted()
    }

    /// The price of a tradable currency, which may be any 32-bit value; NaN for every other currency (TS 5.6).
    public func price(of currency: CurrencyID) -> Float {
        tradables[currency]?.price ?? .nan
    }

    /// Whether the currency is confirmed and its pegs lead to the base currency (TS 5.6).
    public func isTradable(_ currency: CurrencyID) -> Bool {
        tradables[currency] != nil
    }

    /// The peg of a tradable currency if the currency that it names is registered, tradable or not (TS2 6.3).
    public func peg(of currency: CurrencyID) -> Link? {
        tradables[currency]?.link
    }

    /// The price at which offers may be exchanged: finite and greater than zero, otherwise nil (TS 13.2).
    func exchangePrice(of currency: CurrencyID) -> Float? {
        guard let price = tradables[currency]?.price, price.isFinite, price > 0 else { return nil }
        return price
    }
}
