extension CostScaling {
    /// Moves all excess of a node to its neighbours, and lowers its potential as often as that takes.
    @inline(__always)
    mutating func discharge(_ node: Int) {
        var left = excess[node]
        while true {
            let isDone = node < graph.currencyCount ? push(&left, fromCurrency: node) : push(&left, fromTrader: node)
            if isDone { break }
            if node < graph.currencyCount { relabel(currency: node) } else { relabel(trader: node) }
        }
        excess[node] = 0
    }

    /// Pushes along sell offers, and back along buy offers. False if arcs of negative reduced cost do not suffice.
    @inline(__always)
    private mutating func push(_ left: inout Int64, fromCurrency currency: Int) -> Bool {
        let own = potential[currency]
        let begin = Int(next[currency])
        let buys = Int(graph.currencyBuys[currency])
        let end = Int(graph.currencyArcs[currency + 1])
        var place = begin
        defer {
            next[currency] = UInt32(place)
            work += place - begin + 1
        }
        while place < buys {
            let arc = Int(graph.currencyList[place])
            if graph.arcs[arc].remaining > 0 {
                let node = graph.currencyCount + Int(graph.arcs[arc].trader)
                if potential[node] > own - Self.unit {
                    let value = min(left, graph.arcs[arc].remaining)
                    graph.arcs[arc].carry(value)
                    left -= value
                    receive(value, at: node)
                    if left == 0 { return true }
                }
            }
            place += 1
        }
        while place < end {
            let arc = Int(graph.currencyList[place])
            if graph.arcs[arc].flow > 0 {
                let node = graph.currencyCount + Int(graph.arcs[arc].trader)
                if potential[node] > own {
                    let value = min(left, graph.arcs[arc].flow)
                    graph.arcs[arc].carry(-value)
                    left -= value
                    receive(value, at: node)
                    if left == 0 { return true }
                }
            }
            place += 1
        }
        return false
    }

    /// Pushes back along sell offers, and along buy offers. False if arcs of negative reduced cost do not suffice.
    @inline(__always)
    private mutating func push(_ left: inout Int64, fromTrader node: Int) -> Bool {
        let trader = node - graph.currencyCount
        let own = potential[node]
        let begin = Int(next[node])
        let buys = Int(graph.traderBuys[trader])
        let end = Int(graph.traderArcs[trader + 1])
        var arc = begin
        defer {
            next[node] = UInt32(arc)
            work += arc - begin + 1
        }
        while arc < buys {
            if graph.arcs[arc].flow > 0 {
                let currency = Int(graph.arcs[arc].currency)
                if potential[currency] > own + Self.unit {
                    let value = min(left, graph.arcs[arc].flow)
                    graph.arcs[arc].carry(-value)
                    left -= value
                    receive(value, at: currency)
                    if left == 0 { return true }
                }
            }
            arc += 1
        }
        while arc < end {
            if graph.arcs[arc].remaining > 0 {
                let currency = Int(graph.arcs[arc].currency)
                if potential[currency] > own {
                    let value = min(left, graph.arcs[arc].remaining)
                    graph.arcs[arc].carry(value)
                    left -= value
                    receive(value, at: currency)
                    if left == 0 { return true }
                }
            }
            arc += 1
        }
        return false
    }

    @inline(__always)
    private mutating func receive(_ value: Int64, at node: Int) {
        let before = excess[node]
        excess[node] = before + value
        if before <= 0 && before + value > 0 { active.append(node) }
    }

    /// Lowers the potential until some residual arc has the reduced cost −ε; that arc is tried next.
    @inline(__always)
    private mutating func relabel(currency: Int) {
        let buys = Int(graph.currencyBuys[currency])
        let all = Int(graph.currencyArcs[currency])..<Int(graph.currencyArcs[currency + 1])
        var highest = Int64.min
        var best = all.lowerBound
        for place in all {
            let arc = Int(graph.currencyList[place])
            let isSell = place < buys
            if (isSell ? graph.arcs[arc].remaining : graph.arcs[arc].flow) == 0 { continue }
            let limit = potential[graph.currencyCount + Int(graph.arcs[arc].trader)] + (isSell ? Self.unit : 0)
            if limit > highest { (highest, best) = (limit, place) }
        }
        lower(currency, below: highest, next: best)
        work += all.count
    }

    @inline(__always)
    private mutating func relabel(trader node: Int) {
        let trader = node - graph.currencyCount
        let buys = Int(graph.traderBuys[trader])
        let all = Int(graph.traderArcs[trader])..<Int(graph.traderArcs[trader + 1])
        var highest = Int64.min
        var best = all.lowerBound
        for arc in all {
            let isSell = arc < buys
            if (isSell ? graph.arcs[arc].flow : graph.arcs[arc].remaining) == 0 { continue }
            let limit = potential[Int(graph.arcs[arc].currency)] - (isSell ? Self.unit : 0)
            if limit > highest { (highest, best) = (limit, arc) }
        }
        lower(node, below: highest, next: best)
        work += all.count
    }

    @inline(__always)
    private func lower(_ node: Int, below highest: Int64, next best: Int) {
        // What came in can go back the same way.
        precondition(highest != .min, "excess that cannot move")
        assert(highest - epsilon < potential[node])
        potential[node] = highest - epsilon
        next[node] = UInt32(best)
    }
}
