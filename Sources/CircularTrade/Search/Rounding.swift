/// Turns values into tokens, once per currency at the end (TS 16.1): the total of a currency is rounded to the nearest token, every
/// position is rounded down, and the tokens that are missing on either side go to the positions with the largest fractions. So in each
/// currency exactly as much is taken as is given, no position differs from its exact value by a whole token, and none exceeds its offer.
struct Rounding: ~Copyable {
    private let graph: MarketGraph
    /// Whole tokens of every arc, and what it carries of the next one, in units of 2^-32 token, rounded up.
    let tokens: FlatArray<Int64>
    private let part: FlatArray<UInt32>

    init(graph: MarketGraph) {
        self.graph = graph
        tokens = FlatArray(repeating: 0, count: graph.arcCount)
        part = FlatArray(repeating: 0, count: graph.arcCount)
    }

    /// Whole tokens of an offer that are still to be had.
    @inline(__always)
    func open(_ arc: Int) -> Int64 {
        graph.arcs[arc].amount - tokens[arc] - (part[arc] > 0 ? 1 : 0)
    }

    /// What is still to be had of an offer, in quanta, rounded down.
    @inline(__always)
    func openValue(_ arc: Int, at resolution: Resolution) -> Int64 {
        let price = Price(graph.price[Int(graph.arcs[arc].currency)])
        let value = resolution.quanta(of: open(arc), at: price)
        if part[arc] == 0 { return value }
        // The part of a token that is left counts, too: otherwise every resolution would leave up to a token of an offer.
        let rest = resolution.quanta(of: 1 << 32 - Int64(part[arc]), at: price.ofPart)
        return rest < Resolution.maximum - value ? value + rest : Resolution.maximum
    }

    /// What is still to be had of an offer, in base currency tokens.
    @inline(__always)
    func openValue(_ arc: Int) -> Double {
        let rest = part[arc] == 0 ? 0 : 1 - Double(part[arc]) * 0x1p-32
        return (Double(open(arc)) + rest) * Double(graph.price[Int(graph.arcs[arc].currency)])
    }

    /// Adds what the graph carries now.
    func collect(at resolution: Resolution) {
        for arc in 0..<graph.arcCount where graph.arcs[arc].flow > 0 {
            let price = Price(graph.price[Int(graph.arcs[arc].currency)])
            let (whole, rest) = resolution.tokens(worth: graph.arcs[arc].flow, at: price)
            let parts = UInt64(part[arc]) + UInt64(rest)
            tokens[arc] += whole + Int64(parts >> 32)
            part[arc] = UInt32(truncatingIfNeeded: parts)
            precondition(open(arc) >= 0, "more than was offered")
        }
    }

    /// Rounds all positions.
    func finish() {
        for currency in 0..<graph.currencyCount {
            let buys = Int(graph.currencyBuys[currency])
            let sellSide = Int(graph.currencyArcs[currency])..<buys
            let buySide = buys..<Int(graph.currencyArcs[currency + 1])
            let (sold, soldParts) = sums(sellSide)
            let (bought, _) = sums(buySide)
            // Both sides are worth the same but for parts that were rounded up, by far less than half a token in all. So what the sell side
            // is rounded to is no less than the whole tokens of the buy side, and no more than these and one for each of its parts.
            add(soldParts, to: sellSide)
            add(sold + soldParts - bought, to: buySide)
        }
    }

    /// What all positions are worth, in base currency tokens.
    func clearedValue() -> Double {
        (0..<graph.currencyCount).reduce(0) { $0 + Double(taken($1)) * Double(graph.price[$1]) }
    }

    /// Whether all positions are worth more than those of another rounding of the same market. Where sums in floating point cannot tell:
    /// no.
    func isSurelyWorthMore(than other: borrowing Rounding) -> Bool {
        var gain = 0.0
        var magnitude = 0.0
        for currency in 0..<graph.currencyCount {
            let difference = Double(taken(currency) - other.taken(currency)) * Double(graph.price[currency])
            gain += difference
            magnitude += difference.magnitude
        }
        return gain > magnitude * 1e-12
    }

    /// Tokens of a currency that change hands.
    private func taken(_ currency: Int) -> Int64 {
        var sum: Int64 = 0
        for position in Int(graph.currencyArcs[currency])..<Int(graph.currencyBuys[currency]) {
            sum += tokens[Int(graph.currencyList[position])]
        }
        return sum
    }

    /// Whole tokens in a part of the list, and the whole tokens, rounded to the nearest, that its parts of tokens add up to.
    private func sums(_ positions: Range<Int>) -> (whole: Int64, parts: Int64) {
        var whole: Int64 = 0
        var parts: UInt64 = 0
        for position in positions {
            let arc = Int(graph.currencyList[position])
            whole += tokens[arc]
            parts += UInt64(part[arc])
        }
        return (whole, Int64((parts + 1 << 31) >> 32))
    }

    /// Adds one token each to the positions with the largest parts of tokens.
    private func add(_ missing: Int64, to positions: Range<Int>) {
        precondition(missing >= 0, "more tokens than the other side is worth")
        if missing == 0 { return }
        let keys = FlatArray<UInt64>(repeating: 0, count: positions.count)
        for (index, position) in positions.enumerated() {
            keys[index] = UInt64(~part[Int(graph.currencyList[position])])
        }
        let order = ascendingOrder(of: keys)
        for index in 0..<Int(missing) {
            let arc = Int(graph.currencyList[positions.lowerBound + Int(order[index])])
            precondition(part[arc] > 0, "a token that nobody is worth")
            tokens[arc] += 1
        }
    }
}
