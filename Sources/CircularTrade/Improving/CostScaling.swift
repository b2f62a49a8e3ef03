/// A maximum-value circulation by cost scaling with push-relabel (Goldberg and Tarjan), over the arcs of the graph.
/// docs/solver.md says why this method, and what it costs.
///
/// Value through a sell offer costs −`unit` per quantum, through a buy offer nothing, so the circulation of least cost is the
/// one of the greatest cleared value. Nodes are the currencies, then the traders; each has a *potential*. The reduced cost
/// of a residual arc v → w (an arc that can carry more, or the reverse of one that carries something) is its cost +
/// p(v) − p(w). A circulation is ε-optimal if no residual arc has a reduced cost below −ε; at ε = `unit` every one is.
///
/// A *phase* divides ε and makes the circulation ε-optimal again: it fills every arc of negative reduced cost and empties
/// every one of positive reduced cost; that leaves some nodes with an excess and others with a deficit. Then it moves
/// the excesses along residual arcs of negative reduced cost, and lowers the potential of a node that has none, until
/// every deficit is filled.
struct CostScaling: ~Copyable {
    static var unit: Int64 { 1 << 24 }
    /// By how much ε shrinks from phase to phase.
    static var shrinking: Int64 { 4 }
    /// Arcs looked at between two questions whether to stop.
    static var patience: Int { 1 << 14 }

    let graph: MarketGraph
    let nodeCount: Int
    let potential: FlatArray<Int64>
    let excess: FlatArray<Int64>
    /// Next arc to try: a place in `currencyList` for a currency, an arc for a trader.
    let next: FlatArray<UInt32>
    var active: NodeQueue
    var distances: DistanceBuckets
    var epsilon = Self.unit
    /// Arcs looked at: a measure of time that is the same on every machine.
    var work = 0
    private var workAtUpdate = 0

    init(graph: MarketGraph) {
        self.graph = graph
        nodeCount = graph.currencyCount + graph.traderCount
        potential = FlatArray(repeating: 0, count: nodeCount)
        excess = FlatArray(repeating: 0, count: nodeCount)
        next = FlatArray(repeating: 0, count: nodeCount)
        active = NodeQueue(nodeCount: nodeCount)
        distances = DistanceBuckets(nodeCount: nodeCount)
    }

    /// Whether ε cannot shrink any more.
    var isFinest: Bool { epsilon == 1 }

    /// One phase. False if it was stopped; then the flow is not a circulation.
    mutating func refine(workLimit: Int, stop: () -> Bool) -> Bool {
        epsilon = max(epsilon / Self.shrinking, 1)
        saturate()
        updatePotentials()
        return moveExcess(updatePeriod: 12, workLimit: workLimit, stop: stop)
    }

    /// Takes whatever the chosen arcs carry off them, and makes the flow a circulation again, using no arc that carries
    /// nothing. How many arcs were chosen. Potentials stay valid, so the loss is about as small as it can be.
    mutating func clear(where isChosen: (Int) -> Bool) -> Int {
        var count = 0
        excess.fill(0)
        for trader in 0..<graph.traderCount {
            let sells = graph.sells(ofTrader: trader)
            for arc in sells.lowerBound..<graph.buys(ofTrader: trader).upperBound {
                if isChosen(arc) {
                    count += 1
                    let value = arc < sells.upperBound ? graph.arcs[arc].flow : -graph.arcs[arc].flow
                    excess[Int(graph.arcs[arc].currency)] += value
                    excess[graph.currencyCount + trader] -= value
                    graph.arcs[arc].flow = 0
                }
                if graph.arcs[arc].flow == 0 { graph.arcs[arc].remaining = 0 }
            }
        }
        if count > 0 {
            updatePotentials()
            // The excesses are few, small and far from the deficits: they need directions more often.
            let isComplete = moveExcess(updatePeriod: 1, workLimit: .max, stop: { false })
            precondition(isComplete)
        }
        return count
    }

    /// An upper bound for the value of every circulation, in quanta, from the potentials (weak duality).
    func bound() -> Double {
        var sum = 0.0
        for trader in 0..<graph.traderCount {
            let own = potential[graph.currencyCount + trader]
            let sells = graph.sells(ofTrader: trader)
            for arc in sells.lowerBound..<graph.buys(ofTrader: trader).upperBound {
                let reduced = reducedCost(of: arc, own: own, isSell: arc < sells.upperBound)
                if reduced < 0 { sum -= Double(reduced) * Double(graph.arcs[arc].remaining + graph.arcs[arc].flow) }
            }
        }
        return sum / Double(Self.unit)
    }

    /// Reduced cost of an arc of a trader with this potential.
    @inline(__always)
    private func reducedCost(of arc: Int, own: Int64, isSell: Bool) -> Int64 {
        let other = potential[Int(graph.arcs[arc].currency)]
        return isSell ? other - own - Self.unit : own - other
    }

    /// Fills arcs of negative reduced cost, empties arcs of positive reduced cost.
    private func saturate() {
        excess.fill(0)
        for trader in 0..<graph.traderCount {
            let node = graph.currencyCount + trader
            let own = potential[node]
            let sells = graph.sells(ofTrader: trader)
            for arc in sells.lowerBound..<graph.buys(ofTrader: trader).upperBound {
                let isSell = arc < sells.upperBound
                let reduced = reducedCost(of: arc, own: own, isSell: isSell)
                if reduced == 0 { continue }
                let change = reduced < 0 ? graph.arcs[arc].remaining : -graph.arcs[arc].flow
                graph.arcs[arc].carry(change)
                excess[Int(graph.arcs[arc].currency)] += isSell ? -change : change
                excess[node] += isSell ? change : -change
            }
        }
    }

    /// Moves all excess to where there is a deficit. False if it was stopped.
    ///
    /// - Parameter updatePeriod: potentials are updated whenever this many times the number of arcs were looked at.
    private mutating func moveExcess(updatePeriod: Int, workLimit: Int, stop: () -> Bool) -> Bool {
        for currency in 0..<graph.currencyCount { next[currency] = graph.currencyArcs[currency] }
        for trader in 0..<graph.traderCount { next[graph.currencyCount + trader] = graph.traderArcs[trader] }
        for node in 0..<nodeCount where excess[node] > 0 { active.append(node) }
        workAtUpdate = work
        var nextQuestion = work + Self.patience
        while let node = active.popFirst() {
            discharge(node)
            if work > nextQuestion {
                if work >= workLimit || stop() {
                    active.removeAll()
                    return false
                }
                nextQuestion = work + Self.patience
            }
            if work - workAtUpdate > updatePeriod * graph.arcCount {
                updatePotentials()
                workAtUpdate = work
            }
        }
        return true
    }
}
