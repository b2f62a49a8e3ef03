/// Turns values into tokens, once per currency at the end (TS 16.1): the total of a currency is rounded to the nearest token, every
/// position is rounded down, and the tokens that are missing on either side go to the positions with the largest fractions. So in each currency exactly as much is
/// taken as is given, no position differs from its exact value by a whole token, and none exceeds its offer.
struct Rounding: ~Copyable {
    private let graph: MarketGraph
    /// Tokens of every arc, and the fraction of a token that was left out.
    let tokens: FlatArray<Int64>
    private let fraction: FlatArray<Float>

    /// Part of a token that does not matter, even if many positions differ by it.
    private static let negligible = 0x1p-20

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
            // The value of the whole offer was rounded down to quanta: less than a quantum may be missing to a token. Where that is
            // more than a tiny part of a token, only offers that are used up become whole; all else is left to the rounding of the total.
            let missing = resolution.tokensOfQuantum(at: price)
            if part + missing >= 1 && (missing < Self.negligible || whole + 1 == open(arc)) { (whole, part) = (whole + 1, 0) }
            part += Double(fraction[arc])
            if part >= 1 { (whole, part) = (whole + 1, part - 1) }
            tokens[arc] += whole
            fraction[arc] = min(Float(part), 0x0.ffffffp0)
            if tokens[arc] >= graph.arcs[arc].amount {
                precondition(tokens[arc] - graph.arcs[arc].amount <= 1, "more than was offered")
                (tokens[arc], fraction[arc]) = (graph.arcs[arc].amount, 0)
            }
        }
    }

    /// Rounds all positions.
    func finish() {
        for currency in 0..<graph.currencyCount {
            let buys = Int(graph.currencyBuys[currency])
            let sellSide = Int(graph.currencyArcs[currency])..<buys
            let buySide = buys..<Int(graph.currencyArcs[currency + 1])
            let (taken, takenParts) = sums(sellSide)
            let (given, givenParts) = sums(buySide)
            let target = max(min(taken + takenParts, given + givenParts), max(taken, given))
            let surplus = taken + add(target - taken, to: sellSide) - given - add(target - given, to: buySide)
            // Only where a quantum is worth more than a token fractions may not suffice.
            if surplus > 0 { remove(surplus, from: sellSide) }
            if surplus < 0 { remove(-surplus, from: buySide) }
        }
    }

    /// What all positions are worth, in base currency tokens.
    func clearedValue() -> Double {
        var value = 0.0
        for currency in 0..<graph.currencyCount {
            var cleared: Int64 = 0
            for position in Int(graph.currencyArcs[currency])..<Int(graph.currencyBuys[currency]) {
                cleared += tokens[Int(graph.currencyList[position])]
            }
            value += Double(cleared) * Double(graph.price[currency])
        }
        return value
    }

    /// Removes tokens from the largest positions, a few from each.
    private func remove(_ surplus: Int64, from positions: Range<Int>) {
        let keys = FlatArray<UInt64>(repeating: 0, count: positions.count)
        for (index, position) in positions.enumerated() {
            keys[index] = ~UInt64(tokens[Int(graph.currencyList[position])])
        }
        let order = ascendingOrder(of: keys)
        var rest = surplus
        var share: Int64 = 1
        // Whether a position may be taken away altogether: only if all others are too small to help.
        var mayVanish = false
        while rest > 0 {
            for index in 0..<order.count where rest > 0 {
                let arc = Int(graph.currencyList[positions.lowerBound + Int(order[index])])
                let step = min(rest, share, max(tokens[arc] - (mayVanish ? 0 : share), 0))
                tokens[arc] -= step
                rest -= step
            }
            (share, mayVanish) = share < Int64.max / 2 ? (share * 2, mayVanish) : (1, true)
        }
    }

    /// Whole tokens in a part of the list, and the whole tokens, rounded to the nearest, that its fractions add up to.
    private func sums(_ positions: Range<Int>) -> (whole: Int64, parts: Int64) {
        var whole: Int64 = 0
        var parts = 0.0
        for position in positions {
            let arc = Int(graph.currencyList[position])
            whole += tokens[arc]
            parts += Double(fraction[arc])
        }
        return (whole, Int64(parts + 0.5))
    }

    /// Adds one token each to the positions with the largest fractions, as far as there are enough; how many.
    private func add(_ missing: Int64, to positions: Range<Int>) -> Int64 {
        if missing == 0 { return 0 }
        let keys = FlatArray<UInt64>(repeating: .max, count: positions.count)
        for (index, position) in positions.enumerated() {
            let arc = Int(graph.currencyList[position])
            if tokens[arc] > 0 && tokens[arc] < graph.arcs[arc].amount {
                keys[index] = UInt64((1 - Double(fraction[arc])) * 0x1p32)
            }
        }
        let order = ascendingOrder(of: keys)
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
