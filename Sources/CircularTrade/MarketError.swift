/// A market that the rules refuse to solve, or bids that they refuse to process. `description` is the message that
/// the specification's golden cases carry (TS 14.1).
public enum MarketError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Two currencies with one locator (TS 5.2).
    case duplicatedLocator
    /// Two tradable currencies with one debtor ID (TS 5.6).
    case duplicatedTradableCurrency
    /// A currency with the base locator but another debtor ID (TS 5.6).
    case inconsistentBase
    /// Another tradable currency has the debtor ID of a base currency that is not tradable (TS 5.6).
    case claimedBase
    /// Two bids of one trader for one currency in one batch (TS 6.3).
    case duplicatedBid
    /// A sell offer of trader 0 in a priced currency (TS 7.2).
    case invalidSeller
    /// A sell offer with collector 0 takes part in a trade (TS 7.2, 8.2).
    case invalidCollector

    public var description: String {
        switch self {
        case .duplicatedLocator: "duplicated debtor_key"
        case .duplicatedTradableCurrency: "duplicated tradable debtor_id"
        case .inconsistentBase: "inconsistent base_debtor_key and base_debtor_id"
        case .claimedBase: "the base_debtor_id has been claimed by another tradable currency"
        case .duplicatedBid: "duplicated bid"
        case .invalidSeller: "invalid seller ID"
        case .invalidCollector: "invalid collector_id"
        }
    }
}
