/// Which offers take part (TS 7.1, 7.2, 13.2, 13.12): those of at least the least trade amount, in a tradable currency
/// whose price is finite and greater than zero.
struct Admission: ~Copyable {
    /// By index of the book's currency table; 0 for a currency that cannot be exchanged.
    let prices: FlatArray<Float>
    private let minimum: Int64
    /// Buyers get nothing for a single token (TS 4.7), so an offer to buy one is not worth matching.
    private let buyMinimum: Int64
    private let nobody: UInt32
    private let noCollector: UInt32
    private(set) var sellCount = 0
    private(set) var buyCount = 0
    /// Sell offers that were left out because trader or collector is 0 (TS2 6.6).
    private(set) var skippedSellCount = 0

    init(tree: CurrencyTree, book: inout OfferBook, badOffers: SolverOptions.BadOffers) throws(MarketError) {
        prices = FlatArray(repeating: 0, count: book.currencies.count)
        for index in 0..<book.currencies.count {
            prices[index] = tree.exchangePrice(of: CurrencyID(book.currencies.ids[index])) ?? 0
        }
        minimum = tree.rules.minTradeAmount
        buyMinimum = max(minimum, 2)
        nobody = book.traders.index(of: 0)
        noCollector = badOffers == .skip ? book.collectors.index(of: 0) : UInt32.max
        for offer in 0..<book.sells.count {
            if admitsSell(offer, of: book) { sellCount += 1 }
            guard prices[Int(book.sells.currencies[offer])] > 0 else { continue }
            if book.sells.traders[offer] == nobody {
                if badOffers == .refuse { throw .invalidSeller }
                skippedSellCount += 1
            } else if book.sells.collectors[offer] == noCollector {
                skippedSellCount += 1
            }
        }
        for offer in 0..<book.buys.count where admitsBuy(offer, of: book) { buyCount += 1 }
    }

    @inline(__always)
    func admitsSell(_ offer: Int, of book: borrowing OfferBook) -> Bool {
        book.sells.amounts[offer] >= minimum && prices[Int(book.sells.currencies[offer])] > 0
            && book.sells.traders[offer] != nobody && book.sells.collectors[offer] != noCollector
    }

    @inline(__always)
    func admitsBuy(_ offer: Int, of book: borrowing OfferBook) -> Bool {
        book.buys.amounts[offer] >= buyMinimum && prices[Int(book.buys.currencies[offer])] > 0
            && book.buys.traders[offer] != nobody
    }
}
