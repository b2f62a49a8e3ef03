extension CostScaling {
    /// Lowers all potentials as far as the distances to the nodes with a deficit allow (a *global update*), so that excess
    /// finds its way without trying. An arc is as long as its reduced cost in multiples of ε, rounded down, plus one.
    mutating func updatePotentials() {
        distances.removeAll()
        var waiting = 0
        for node in 0..<nodeCount {
            if excess[node] < 0 { distances.insert(node, at: 0) }
            if excess[node] > 0 { waiting += 1 }
        }
        if waiting == 0 { return }
        while waiting > 0, let node = distances.popNearest() {
            if excess[node] > 0 { waiting -= 1 }
            if node < graph.currencyCount { approach(currency: node) } else { approach(trader: node) }
        }
        let farthest = distances.nearest
        for node in 0..<nodeCount {
            let distance = min(Int(distances[node]), farthest)
            if distance == 0 { continue }
            potential[node] -= Int64(distance) * epsilon
            next[node] =
                node < graph.currencyCount
                ? graph.currencyArcs[node] : graph.traderArcs[node - graph.currencyCount]
        }
        work += graph.arcCount
    }

    /// Offers a way through this currency to all nodes with a residual arc to it.
    @inline(__always)
    private func approach(currency: Int) {
        let own = potential[currency]
        let distance = Int64(distances[currency])
        let buys = Int(graph.currencyBuys[currency])
        for place in Int(graph.currencyArcs[currency])..<Int(graph.currencyArcs[currency + 1]) {
            let arc = Int(graph.currencyList[place])
            let isSell = place < buys
            if (isSell ? graph.arcs[arc].flow : graph.arcs[arc].remaining) == 0 { continue }
            let node = graph.currencyCount + Int(graph.arcs[arc].trader)
            let reduced = potential[node] - own + (isSell ? Self.unit : 0)
            distances.improve(node, to: distance + length(reduced), from: distance)
        }
    }

    @inline(__always)
    private func approach(trader node: Int) {
        let trader = node - graph.currencyCount
        let own = potential[node]
        let distance = Int64(distances[node])
        let sells = graph.sells(ofTrader: trader)
        for arc in sells.lowerBound..<graph.buys(ofTrader: trader).upperBound {
            let isSell = arc < sells.upperBound
            if (isSell ? graph.arcs[arc].remaining : graph.arcs[arc].flow) == 0 { continue }
            let currency = Int(graph.arcs[arc].currency)
            let reduced = potential[currency] - own - (isSell ? Self.unit : 0)
            distances.improve(currency, to: distance + length(reduced), from: distance)
        }
    }

    /// Reduced costs of residual arcs are never below −ε, so no length is negative.
    @inline(__always)
    private func length(_ reduced: Int64) -> Int64 {
        reduced < 0 ? 0 : reduced / epsilon + 1
    }
}
