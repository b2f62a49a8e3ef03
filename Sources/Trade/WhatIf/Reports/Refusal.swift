import CircularTrade

extension MarketError {
    /// The line that a table is replaced by: the message of the specification, and what it means.
    var refusal: String { "refused: \(self): \(meaning)\n" }

    private var meaning: String {
        switch self {
        case .duplicatedLocator: "two currencies have the same locator"
        case .duplicatedTradableCurrency: "two tradable currencies have the same debtor ID"
        case .inconsistentBase: "the currency that has the locator of the base currency has another debtor ID"
        case .claimedBase: "the base currency is not confirmed, and another tradable currency has its debtor ID"
        case .duplicatedBid: "a creditor has two bids for one debtor in the same batch"
        case .invalidSeller: "creditor 0 offers to sell"
        case .invalidCollector: "a sell offer whose collector is 0 takes part in a trade"
        }
    }
}
