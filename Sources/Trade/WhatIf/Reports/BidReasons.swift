import CircularTrade

/// Says in words for people why a bid became an offer, or did not (TS 6.4).
struct BidReasons {
    private let tree: CurrencyTree
    /// Debtor IDs of all currencies, and of those that are confirmed.
    private let known: Set<CurrencyID>
    private let confirmed: Set<CurrencyID>

    init(tree: CurrencyTree, currencies: [Currency]) {
        self.tree = tree
        known = Set(currencies.map(\.id))
        confirmed = Set(currencies.filter(\.isConfirmed).map(\.id))
    }

    func reason(for verdict: BidVerdict, bid: Bid) -> String {
        if bid.amount == 0 && verdict != .ignored { return "no wish: a link for the creditor's other pegs" }
        return switch verdict {
        case .candidate: "the creditor's price agrees with the market's: \(tree.price(of: bid.currency))"
        case .ignored: "debtor ID 0 is ignored"
        case .noPrice where bid.pegCurrency == CurrencyID(0): "the creditor pegs this currency to nothing"
        case .noPrice: "the creditor's pegs do not lead from this currency to the base currency"
        case .notTradable(let isWanted): notTradable(bid.currency) + (isWanted ? "; its confirmation is asked for" : "")
        case .priceDiffers(let own, let market): difference(own, market)
        case .tooSmall: "less than the least trade amount \(NumberText.grouped(tree.rules.minTradeAmount))"
        case .noCounterpart: "nothing that the creditor would \(bid.amount < 0 ? "buy" : "sell") in return can become an offer"
        }
    }

    private func notTradable(_ currency: CurrencyID) -> String {
        if !known.contains(currency) { return "no currency has this debtor ID" }
        if !confirmed.contains(currency) { return "the currency is not confirmed" }
        return "the currency's pegs do not lead to the base currency in at most \(tree.rules.maxDistanceToBase) steps"
    }

    /// Prices that are no numbers, infinite or zero agree with nothing, not even with themselves (TS 6.5).
    private func difference(_ own: Float, _ market: Float) -> String {
        if market == 0 || !market.isFinite { return "the market's price is \(market): no price agrees with that" }
        if own.isNaN { return "the creditor's pegs give no price" }
        return "the creditor's price is \(own), the market's is \(market)"
    }
}
