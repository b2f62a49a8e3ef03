/// What a trader wants to do with one of his accounts, and how he values its currency (TS 6.2).
public struct Bid: Sendable {
    /// Whose account it is.
    public let trader: TraderID
    /// The currency of the account.
    public let currency: CurrencyID
    /// In tokens. Negative: wants to sell; positive: wants to buy; zero: only a link in the trader's chain of pegs.
    public let amount: Int64
    /// The currency to which the trader pegs this one; 0 for none.
    public let pegCurrency: CurrencyID
    /// NaN for none.
    public let pegRate: Float

    /// Replaces the amount −2^63 by −(2^63−1), so that every amount has a magnitude; narrows the rate to 32 bits.
    public init(trader: TraderID, currency: CurrencyID, amount: Int64, peg: CurrencyID?, rate: Double?) {
        self.trader = trader
        self.currency = currency
        self.amount = max(amount, -Int64.max)
        pegCurrency = peg ?? CurrencyID(0)
        pegRate = rate.map { Float($0) } ?? .nan
    }
}

/// What became of a bid, and why (TS 6.4).
public enum BidVerdict: Hashable, Sendable {
    /// The bid is a candidate offer.
    case candidate
    /// The bid is for debtor ID 0, which is ignored.
    case ignored
    /// The trader's pegs do not lead from this currency to the base currency.
    case noPrice
    /// No tradable currency has this debtor ID. `isWanted`: the trader would sell enough of it to ask for its confirmation.
    case notTradable(isWanted: Bool)
    /// The trader's price differs from the market's.
    case priceDiffers(bid: Float, market: Float)
    /// The amount is less than the least that may be traded.
    case tooSmall
    /// Every condition holds, but the trader has no candidate on the other side.
    case noCounterpart
}
