/// Raises the value of a circulation towards the maximum. It can be stopped at any moment: then the result is that of the
/// last completed phase, or what was there at the beginning.
struct Improvement: ~Copyable {
    /// An upper bound for the value of all circulations of the market, in quanta.
    private(set) var bound: Double
    private(set) var phases = 0
    private let graph: MarketGraph
    private var scaling: CostScaling
    /// The best circulation so far, if it is not that of the graph.
    private let bestFlow: FlatArray<Int64>
    private let bestPotential: FlatArray<Int64>
    private var bestEpsilon: Int64
    private var bestValue: Int128

    init(_ graph: MarketGraph) {
        self.graph = graph
        scaling = CostScaling(graph: graph)
        bound = scaling.bound()
        bestFlow = FlatArray(repeating: 0, count: graph.arcCount)
        bestPotential = FlatArray(repeating: 0, count: scaling.nodeCount)
        bestEpsilon = scaling.epsilon
        bestValue = graph.clearedValue()
    }

    /// Arcs looked at so far.
    var work: Int { scaling.work }

    /// Improves the flow of the graph. The result is a circulation, worth no less than the one at the beginning.
    mutating func run(sufficientShare: Double, workLimit: Int, stop: () -> Bool) {
        keep()
        while Double(bestValue) < bound * sufficientShare && !scaling.isFinest {
            if work >= workLimit || stop() { break }
            guard scaling.refine(workLimit: workLimit, stop: stop) else { break }
            phases += 1
            bound = min(bound, scaling.bound())
            let value = graph.clearedValue()
            if value > bestValue {
                bestValue = value
                keep()
            }
        }
        restore()
    }

    /// Clears arcs for which `isDust` holds until none is left (TS 16.2: iterated deletion).
    ///
    /// What they carried goes along with something else, or is given up. Every round takes at least one arc out of use, and
    /// none into use, so this ends; a few rounds suffice.
    mutating func removeDust(_ isDust: (Int) -> Bool) {
        while scaling.clear(where: isDust) > 0 {}
    }

    private mutating func keep() {
        for arc in 0..<graph.arcCount { bestFlow[arc] = graph.arcs[arc].flow }
        bestPotential.copy(from: scaling.potential)
        bestEpsilon = scaling.epsilon
    }

    private mutating func restore() {
        for arc in 0..<graph.arcCount { graph.arcs[arc].carry(bestFlow[arc] - graph.arcs[arc].flow) }
        scaling.potential.copy(from: bestPotential)
        scaling.epsilon = bestEpsilon
    }
}
