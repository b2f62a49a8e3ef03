import CircularTrade

/// The exact maximum value of a circulation (TS 16.3) by cancelling negative cycles (Klein), for small markets. Shares nothing with
/// the solver. Costs are −1 for sell offers and 0 for buy offers, and values are whole multiples of 2^-64 tokens, so nothing is rounded.
struct ExactOptimum {
    private struct Arc {
        let from: Int
        let to: Int
        let cost: Int
        var left: Int128
        let reverse: Int
    }

    private var arcs: [Arc] = []
    private var nodeCount = 0

    /// Value of the best circulation over the usable offers, in base currency tokens, without rounding.
    static func value(of market: SampleMarket, prices: [Int64: Float]) -> Double {
        var optimum = ExactOptimum(market, prices)
        while optimum.cancelCycle() {}
        return Double(optimum.arcs.filter { $0.cost == 1 }.reduce(0) { $0 + $1.left }) * 0x1p-64
    }

    private init(_ market: SampleMarket, _ prices: [Int64: Float]) {
        var nodes: [[Int64]: Int] = [:]
        func node(_ kind: Int64, _ id: Int64) -> Int {
            if let known = nodes[[kind, id]] { return known }
            nodes[[kind, id]] = nodes.count
            return nodes.count - 1
        }
        func add(from: Int, to: Int, cost: Int, _ amount: Int64, _ currency: CurrencyID, _ trader: TraderID) {
            guard let price = prices[currency.rawValue], price.isFinite, price > 0, trader.rawValue != 0,
                amount >= market.rules.minTradeAmount
            else { return }
            // A 32-bit price of more than 2^-40 is a whole multiple of 2^-64.
            precondition(price > 0x1p-40 && price < 0x1p24 && amount < 1 << 36, "beyond the range of exact values")
            let value = Int128(amount) * Int128(price * 0x1p32 * 0x1p32)
            arcs.append(Arc(from: from, to: to, cost: cost, left: value, reverse: arcs.count + 1))
            arcs.append(Arc(from: to, to: from, cost: -cost, left: 0, reverse: arcs.count - 1))
        }
        for sell in market.sells {
            let (currency, trader) = (node(0, sell.currency.rawValue), node(1, sell.trader.rawValue))
            add(from: currency, to: trader, cost: -1, sell.amount, sell.currency, sell.trader)
        }
        for buy in market.buys {
            let (currency, trader) = (node(0, buy.currency.rawValue), node(1, buy.trader.rawValue))
            add(from: trader, to: currency, cost: 0, buy.amount, buy.currency, buy.trader)
        }
        nodeCount = nodes.count
    }

    /// Finds a residual cycle of negative cost (Bellman-Ford) and fills it. False if there is none.
    private mutating func cancelCycle() -> Bool {
        var distance = [Int](repeating: 0, count: nodeCount)
        var arcTo = [Int](repeating: -1, count: nodeCount)
        var changed = -1
        for _ in 0...nodeCount {
            changed = -1
            for (index, arc) in arcs.enumerated()
            where arc.left > 0 && distance[arc.from] + arc.cost < distance[arc.to] {
                distance[arc.to] = distance[arc.from] + arc.cost
                arcTo[arc.to] = index
                changed = arc.to
            }
            if changed < 0 { return false }
        }
        var node = changed
        for _ in 0..<nodeCount { node = arcs[arcTo[node]].from }
        var cycle: [Int] = []
        let start = node
        repeat {
            cycle.append(arcTo[node])
            node = arcs[arcTo[node]].from
        } while node != start
        let value = cycle.map { arcs[$0].left }.min() ?? 0
        for index in cycle {
            arcs[index].left -= value
            arcs[arcs[index].reverse].left += value
        }
        return true
    }
}
