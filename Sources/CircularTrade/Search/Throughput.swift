/// Upper bounds for the value that can pass through each trader and each currency, in base currency tokens: the smaller of
/// what can come in and what can go out. An offer to buy 2^63−1 tokens is worth no more than what its trader sells.
struct Throughput: ~Copyable {
    let ofTrader: FlatArray<Double>
    let ofCurrency: FlatArray<Double>
    /// The values of all offers, each limited by its ends.
    let total: Double
    /// The same of those offers only that the last resolution was too coarse for.
    let totalOfWaiting: Double

    /// - Parameter open: what an arc still offers, in base currency tokens, and whether it waits for a finer resolution.
    init(of graph: MarketGraph, rounds: Int = 4, open: (Int) -> (value: Double, isWaiting: Bool)) {
        ofTrader = FlatArray(repeating: .infinity, count: graph.traderCount)
        ofCurrency = FlatArray(repeating: .infinity, count: graph.currencyCount)
        let soldIn = FlatArray<Double>(repeating: 0, count: graph.currencyCount)
        let boughtIn = FlatArray<Double>(repeating: 0, count: graph.currencyCount)
        var total = 0.0
        var totalOfWaiting = 0.0
        for _ in 0..<rounds {
            (total, totalOfWaiting) = (0, 0)
            soldIn.cells.fill(0)
            boughtIn.cells.fill(0)
            for trader in 0..<graph.traderCount {
                var sums = (sold: 0.0, bought: 0.0)
                let sells = graph.sells(ofTrader: trader)
                for arc in sells.lowerBound..<graph.buys(ofTrader: trader).upperBound {
                    let currency = Int(graph.arcs[arc].currency)
                    let (value, isWaiting) = open(arc)
                    let limited = min(value, ofTrader[trader], ofCurrency[currency])
                    total += limited
                    if isWaiting { totalOfWaiting += limited }
                    if arc < sells.upperBound {
                        sums.sold += limited
                        soldIn[currency] += limited
                    } else {
                        sums.bought += limited
                        boughtIn[currency] += limited
                    }
                }
                ofTrader[trader] = min(sums.sold, sums.bought)
            }
            for currency in 0..<graph.currencyCount { ofCurrency[currency] = min(soldIn[currency], boughtIn[currency]) }
        }
        self.total = total
        self.totalOfWaiting = totalOfWaiting
    }

    /// The most that an arc can carry, in quanta: its own value is another limit.
    @inline(__always)
    func limit(trader: Int, currency: Int, resolution: Resolution) -> Int64 {
        let value = min(ofTrader[trader], ofCurrency[currency])
        let quanta = Double(sign: .plus, exponent: -resolution.exponent, significand: value)
        // Sums in floating point may be a little too small: a generous limit costs nothing.
        let generous = quanta * 1.000_001 + 1
        return generous < Double(Resolution.maximum) ? Int64(generous) : Resolution.maximum
    }
}
