/// Turns values into tokens, once per currency at the end (TS 16.1): every position is rounded down, and the tokens that are
/// missing on either side go to the positions with the largest fractions. So in each currency exactly as much is
/// taken as is given, no position differs from its exact value by a whole token, and none exceeds its offer.
struct Rounding: ~Copyable {
    private let graph: MarketGraph
    /// Tokens of every arc, and the fraction of a token that was left out.
    let tokens: FlatArray<Int64>
    private let fraction: FlatArray<Float>

    init(graph: MarketGraph) {
        self.graph = graph
        tokens = FlatArray(repeating: 0, count: graph.arcCount)
        fraction = FlatArray(repeating: 0, count: graph.arcCount)
    }

    /// Tokens of an offer that are still to be had.
    @inline(__always)
    func open(_ arc: Int) -> Int64 {
        graph.arcs[arc].amount - tokens[arc] - (fraction[arc] > 0 ? 1 : 0)
    }

    /// Adds what the graph carries now.
    func collect(at resolution: Resolution) {
        for arc in 0..<graph.arcCount where graph.arcs[arc].flow > 0 {
            let price = Price(graph.price[Int(graph.arcs[arc].currency)])
            var (whole, part) = resolution.tokens(worth: graph.arcs[arc].flow, at: price)
            part += Double(fraction[arc])
            if part >= 1 {
                whole += 1
                part -= 1
            }
            tokens[arc] += whole
            fraction[arc] = min(Float(part), 0x0.ffffffp0)
        }
    }

    /// Rounds all positions.
    func finish() {
        for currency in 0..<graph.currencyCount {
            let begin = Int(graph.currencyArcs[currency])
            let buys = Int(graph.currencyBuys[currency])
            let end = Int(graph.currencyArcs[currency + 1])
            let (taken, takenParts) = sums(begin..<buys)
            let (given, givenParts) = sums(buys..<end)
            let target = max(min(taken + takenParts, given + givenParts), max(taken, given))
            let isEven = add(target - taken, to: begin..<buys) == target - taken
                && add(target - given, to: buys..<end) == target - given
            precondition(isEven, "a currency that cannot be balanced")
        }
    }

    /// Whole tokens in a part of the list, and the whole tokens that its fractions add up to.
    private func sums(_ positions: Range<Int>) -> (whole: Int64, parts: Int64) {
        var whole: Int64 = 0
        var parts = 0.0
        for position in positions {
            let arc = Int(graph.currencyList[position])
            whole += tokens[arc]
            parts += Double(fraction[arc])
        }
        return (whole, Int64(parts + 1e-3))
    }

    /// Adds one token each to the positions with the largest fractions; how many.
    private func add(_ missing: Int64, to positions: Range<Int>) -> Int64 {
        if missing == 0 { return 0 }
        let keys = FlatArray<UInt64>(repeating: .max, count: positions.count)
        for (index, position) in positions.enumerated() {
            let arc = Int(graph.currencyList[position])
            if tokens[arc] > 0 && tokens[arc] < graph.arcs[arc].amount {
                keys[index] = UInt64((1 - Double(fraction[arc])) * 0x1p32)
            }
        }
        let order = ascendingOrder(of: keys.cells)
        var added: Int64 = 0
        for index in 0..<order.count where added < missing {
            let index = Int(order[index])
            if keys[index] == .max { break }
            tokens[Int(graph.currencyList[positions.lowerBound + index])] += 1
            added += 1
        }
        return added
    }
}
