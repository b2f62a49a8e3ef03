/// The offers of a market as a graph of traders and currencies (TS 7.1), in flat arrays with 32-bit indices.
///
/// Every admitted offer is an *arc*: a sell offer leads from its currency to its trader, a buy offer from its trader to its
/// currency, so a cycle is a trade in which everybody gives what he sells and gets what he buys. The arcs of a trader are
/// consecutive: first his sell offers, then his buy offers. A currency has a list of its arcs: again sell offers first.
///
/// Numbers of currencies and traders follow the ranks of TS 7.4, highest first, with ties in keyed order. So all lists
/// are sorted by rank, and nothing depends on the order of registration.
final class MarketGraph {
    let currencyCount: Int
    let traderCount: Int
    let arcCount: Int

    /// Where the arcs of a trader begin; one more entry than traders.
    let traderArcs: FlatArray<UInt32>
    /// Where the buy offers of a trader begin.
    let traderBuys: FlatArray<UInt32>
    let arcs: FlatArray<Arc>
    /// The collector of a sell offer, as an index into the book's collectors.
    let collector: FlatArray<UInt32>

    /// Where the list of a currency begins in `currencyList`; one more entry than currencies.
    let currencyArcs: FlatArray<UInt32>
    /// Where the buy offers of a currency begin in its list.
    let currencyBuys: FlatArray<UInt32>
    /// Arcs, by currency.
    let currencyList: FlatArray<UInt32>

    let price: FlatArray<Float>
    /// Indices into the book's tables.
    let currencyIndex: FlatArray<UInt32>
    let traderIndex: FlatArray<UInt32>
    /// Offers of one trader to sell and to buy the same currency.
    let selfDealings: [SelfDealing]

    struct SelfDealing {
        let sell: UInt32
        let buy: UInt32
    }

    init(_ layout: consuming GraphLayout) {
        currencyCount = layout.price.count
        traderCount = layout.traderBuys.count
        arcCount = layout.arcs.count
        traderArcs = layout.traderArcs
        traderBuys = layout.traderBuys
        arcs = layout.arcs
        collector = layout.collector
        currencyArcs = layout.currencyArcs
        currencyBuys = layout.currencyBuys
        currencyList = layout.currencyList
        price = layout.price
        currencyIndex = layout.numbering.currencyIndex
        traderIndex = layout.numbering.traderIndex
        selfDealings = layout.selfDealings
    }

    /// The sell offers of a trader.
    @inline(__always)
    func sells(ofTrader trader: Int) -> Range<Int> {
        Int(traderArcs[trader])..<Int(traderBuys[trader])
    }

    /// The buy offers of a trader.
    @inline(__always)
    func buys(ofTrader trader: Int) -> Range<Int> {
        Int(traderBuys[trader])..<Int(traderArcs[trader + 1])
    }

    /// Value through all sell offers, in quanta.
    func clearedValue() -> Int128 {
        var sum: Int128 = 0
        for trader in 0..<traderCount {
            for arc in sells(ofTrader: trader) { sum += Int128(arcs[arc].flow) }
        }
        return sum
    }
}

/// An offer in a ``MarketGraph``. What a search needs of it lies together.
struct Arc: BitwiseCopyable {
    /// Value that it can still carry, and value that it carries, both in quanta of a ``Resolution``.
    var remaining: Int64 = 0
    var flow: Int64 = 0
    /// Tokens offered; 0 for an arc that was merged into another one.
    var amount: Int64 = 0
    var trader: UInt32 = 0
    var currency: UInt32 = 0

    /// Moves value from what it can still carry to what it carries, or back.
    @inline(__always)
    mutating func carry(_ value: Int64) {
        remaining -= value
        flow += value
    }
}
