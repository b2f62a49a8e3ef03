/// What a turn fixes for its market: the base currency and two limits (TS 2.1, 5.8).
public struct MarketRules: Hashable, Sendable {
    /// The locator of the base currency's debtor info document; compared byte by byte.
    public let baseLocator: String
    /// The debtor ID of the base currency; not 0.
    public let baseCurrency: CurrencyID
    /// How many peg links a priced currency may be away from the base; 1...65535.
    public let maxDistanceToBase: Int
    /// Least amount of an offer, in tokens; greater than zero.
    public let minTradeAmount: Int64

    /// Precondition: the limits of TS 5.8 hold (``isValid(baseCurrency:maxDistanceToBase:minTradeAmount:)``).
    public init(
        baseLocator: String, baseCurrency: CurrencyID, maxDistanceToBase: Int = 10, minTradeAmount: Int64 = 1000
    ) {
        precondition(
            Self.isValid(
                baseCurrency: baseCurrency, maxDistanceToBase: maxDistanceToBase, minTradeAmount: minTradeAmount),
            "rules outside of the limits of TS 5.8")
        self.baseLocator = baseLocator
        self.baseCurrency = baseCurrency
        self.maxDistanceToBase = maxDistanceToBase
        self.minTradeAmount = minTradeAmount
    }

    /// Whether a market may have these rules (TS 5.8).
    public static func isValid(baseCurrency: CurrencyID, maxDistanceToBase: Int, minTradeAmount: Int64) -> Bool {
        baseCurrency.rawValue != 0 && (1...65535).contains(maxDistanceToBase) && minTradeAmount > 0
    }
}
