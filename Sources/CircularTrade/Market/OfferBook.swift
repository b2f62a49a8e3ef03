/// The offers and collector accounts of one market, as columns: 16 bytes for a buy offer, 20 for a sell offer, and
/// about 20 for a trader. They may be added in any order; the solution does not depend on it.
public struct OfferBook: Sendable {
    var traders = IDTable()
    var currencies = IDTable()
    var collectors = IDTable()

    /// Columns of the offers of one side. Indices are those of the tables above.
    struct Side: Sendable {
        var traders: Column<UInt32> = Column()
        var currencies: Column<UInt32> = Column()
        var amounts: Column<Int64> = Column()
        /// Of sell offers only.
        var collectors: Column<UInt32> = Column()
        var count: Int { amounts.count }
    }

    var sells = Side()
    var buys = Side()
    /// Active collector accounts as (currency, collector).
    var accounts: [(currency: UInt32, collector: UInt32)] = []

    /// A book without offers.
    public init() {}

    /// How many sell offers were added.
    public var sellOfferCount: Int { sells.count }
    /// How many buy offers were added.
    public var buyOfferCount: Int { buys.count }

    /// The most offers and collector accounts, together, that one market can hold.
    public static let maximumRowCount = Int(Int32.max) - 1

    /// Whether nothing more may be added.
    public var isFull: Bool { sells.count + buys.count + accounts.count >= Self.maximumRowCount }

    /// An offer to give up to `amount` tokens (greater than zero), which `collector` will collect.
    public mutating func addSellOffer(
        trader: TraderID, currency: CurrencyID, amount: Int64, collector: CollectorID
    ) {
        precondition(amount > 0, "an offer of nothing")
        precondition(!isFull, "too many offers")
        sells.traders.append(traders.index(of: trader.rawValue))
        sells.currencies.append(currencies.index(of: currency.rawValue))
        sells.amounts.append(amount)
        sells.collectors.append(collectors.index(of: collector.rawValue))
    }

    /// An offer to take up to `amount` tokens (greater than zero).
    public mutating func addBuyOffer(trader: TraderID, currency: CurrencyID, amount: Int64) {
        precondition(amount > 0, "an offer of nothing")
        precondition(!isFull, "too many offers")
        buys.traders.append(traders.index(of: trader.rawValue))
        buys.currencies.append(currencies.index(of: currency.rawValue))
        buys.amounts.append(amount)
    }

    /// An active collector account, from which buyers of this currency may be paid.
    public mutating func addCollector(_ collector: CollectorID, currency: CurrencyID) {
        precondition(!isFull, "too many collector accounts")
        accounts.append((currencies.index(of: currency.rawValue), collectors.index(of: collector.rawValue)))
    }
}
