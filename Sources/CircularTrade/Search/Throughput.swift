/// Upper bounds for the value that can pass through each trader and each currency, in base currency tokens: the smaller of
/// what can come in and what can go out. An offer to buy 2^63−1 tokens is worth no more than what its trader sells.
struct Throughput: ~Copyable {
    let ofTrader: FlatArray<Double>
    let ofCurrency: FlatArray<Double>
    /// What an arc counts for at the most, if it offers more; never used up. See ``limit(trader:currency:resolution:)``.
    let ofArc: Double
    /// The sum of what can go into a node, or out of it, is never more than this. 0: nothing can pass anywhere.
    let greatestSum: Double

    /// What an arc still offers, in base currency tokens, and whether the last resolution was too coarse for it.
    typealias Offer = (value: Double, isWaiting: Bool)

    /// - Parameters:
    ///   - isRemainder: whether all cycles of offers that do not wait have been used up. Then nothing passes anywhere that
    ///     does not pass through an offer that waits.
    ///   - offer: what an arc offers.
    init(of graph: MarketGraph, isRemainder: Bool, rounds: Int = 4, offer: (Int) -> Offer) {
        ofTrader = FlatArray(repeating: .infinity, count: graph.traderCount)
        ofCurrency = FlatArray(repeating: .infinity, count: graph.currencyCount)
        let soldIn = FlatArray<Double>(repeating: 0, count: graph.currencyCount)
        let boughtIn = FlatArray<Double>(repeating: 0, count: graph.currencyCount)
        var greatest = 0.0
        var waiting = 0.0
        for _ in 0..<rounds {
            (greatest, waiting) = (0, 0)
            soldIn.fill(0)
            boughtIn.fill(0)
            for trader in 0..<graph.traderCount {
                var sums = (sold: 0.0, bought: 0.0)
                let sells = graph.sells(ofTrader: trader)
                for arc in sells.lowerBound..<graph.buys(ofTrader: trader).upperBound {
                    let currency = Int(graph.arcs[arc].currency)
                    let offer = offer(arc)
                    let value = min(offer.value, ofTrader[trader], ofCurrency[currency])
                    if offer.isWaiting { waiting += value }
                    if arc < sells.upperBound {
                        sums.sold += value
                        soldIn[currency] += value
                    } else {
                        sums.bought += value
                        boughtIn[currency] += value
                    }
                }
                ofTrader[trader] = min(sums.sold, sums.bought)
                greatest = max(greatest, sums.sold, sums.bought)
            }
            for currency in 0..<graph.currencyCount {
                ofCurrency[currency] = min(soldIn[currency], boughtIn[currency])
                greatest = max(greatest, soldIn[currency], boughtIn[currency])
            }
        }
        ofArc = isRemainder ? 4 * waiting : .infinity
        greatestSum = isRemainder ? 4 * waiting * Double(graph.arcCount) : greatest
    }

    /// The most that an arc may carry while improving, in quanta; what it offers itself is another limit.
    ///
    /// The greedy stage adds no more than a quarter of ``ofArc``, before and after, because all its cycles pass through offers that wait.
    /// The improving stage also moves what is too small for that, and is held to half of it.
    @inline(__always)
    func limit(trader: Int, currency: Int, resolution: Resolution) -> Int64 {
        resolution.quanta(of: min(ofTrader[trader], ofCurrency[currency], ofArc / 2))
    }
}
