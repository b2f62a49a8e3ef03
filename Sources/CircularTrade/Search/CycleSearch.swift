/// The greedy stage (TS 7.5): a depth-first search for cycles of usable arcs. An arc is usable while it can carry at least
/// the least trade amount of its currency. Every cycle found is used up to its narrowest arc.
///
/// Each node remembers the arc that it tries next and never goes back, so a node is left for good when its arcs are used up,
/// and the work is the number of arcs plus the lengths of the cycles. When a cycle has been used, the path is cut back
/// no further than to its first arc that is no longer usable. The path is a flat stack: a cycle may be as long as the
/// market has traders.
struct CycleSearch: ~Copyable {
    private(set) var cycleCount = 0
    /// Traders in the longest cycle.
    private(set) var longestCycle = 0

    private let graph: MarketGraph
    /// By currency, the least that an arc must be able to carry, in quanta.
    private let minima: FlatArray<Int64>
    /// Next arc to try, by currency: a place in `currencyList`.
    private let nextOfCurrency: FlatArray<UInt32>
    /// Place of a node on the path, or `unseen`, or `dead`.
    private let placeOfCurrency: FlatArray<UInt32>
    private let traders: FlatArray<TraderState>
    private var path: PathStack

    /// What the search knows of a trader, together because every visit needs all of it.
    private struct TraderState: BitwiseCopyable {
        /// Next arc to try, and the end of his arcs.
        var next: UInt32 = 0
        var end: UInt32 = 0
        /// Place on the path, or `unseen`, or `dead`.
        var place = CycleSearch.unseen
    }

    private static var unseen: UInt32 { .max }
    private static var dead: UInt32 { .max - 1 }

    init(graph: MarketGraph, minima: consuming FlatArray<Int64>) {
        self.graph = graph
        self.minima = minima
        nextOfCurrency = FlatArray(repeating: 0, count: graph.currencyCount)
        placeOfCurrency = FlatArray(repeating: Self.unseen, count: graph.currencyCount)
        traders = FlatArray(repeating: TraderState(), count: graph.traderCount)
        path = PathStack()
    }

    /// Finds cycles until none is left; changes what the arcs of the graph can still carry.
    mutating func run() {
        for currency in 0..<graph.currencyCount { nextOfCurrency[currency] = graph.currencyArcs[currency] }
        for trader in 0..<graph.traderCount {
            (traders[trader].next, traders[trader].end) = (graph.traderBuys[trader], graph.traderArcs[trader + 1])
        }
        for root in 0..<graph.currencyCount where placeOfCurrency[root] == Self.unseen {
            placeOfCurrency[root] = 0
            path.push(node: UInt32(root), arcFromParent: 0, remaining: 0, minimum: 0)
            while path.count > 0 { step() }
        }
    }

    /// Extends the path, closes a cycle, or gives up the last node. Currencies have even places, traders odd ones.
    @inline(__always)
    private mutating func step() {
        let place = path.count - 1
        let node = Int(path.nodes[place])
        let (arc, target, targetPlace) = place & 1 == 0 ? advance(currency: node) : advance(trader: node)
        if arc < 0 {
            if place & 1 == 0 { placeOfCurrency[node] = Self.dead } else { traders[node].place = Self.dead }
            pop()
        } else if targetPlace == Self.unseen {
            if place & 1 == 0 {
                traders[target].place = UInt32(place + 1)
            } else {
                placeOfCurrency[target] = UInt32(place + 1)
            }
            path.push(
                node: UInt32(target), arcFromParent: UInt32(arc), remaining: graph.arcs[arc].remaining,
                minimum: minima[Int(graph.arcs[arc].currency)])
        } else {
            close(with: arc, at: Int(targetPlace))
        }
    }

    /// The next usable arc of a currency: one of its sell offers; −1 if there is none.
    @inline(__always)
    private func advance(currency: Int) -> (arc: Int, target: Int, place: UInt32) {
        let minimum = minima[currency]
        let end = Int(graph.currencyBuys[currency])
        var position = Int(nextOfCurrency[currency])
        defer { nextOfCurrency[currency] = UInt32(position) }
        while position < end {
            let arc = Int(graph.currencyList[position])
            if graph.arcs[arc].remaining >= minimum {
                let trader = Int(graph.arcs[arc].trader)
                let place = traders[trader].place
                if place != Self.dead { return (arc, trader, place) }
            }
            position += 1
        }
        return (-1, 0, 0)
    }

    /// The next usable arc of a trader: one of his buy offers; −1 if there is none.
    @inline(__always)
    private func advance(trader: Int) -> (arc: Int, target: Int, place: UInt32) {
        let end = Int(traders[trader].end)
        var arc = Int(traders[trader].next)
        defer { traders[trader].next = UInt32(arc) }
        while arc < end {
            let currency = Int(graph.arcs[arc].currency)
            if graph.arcs[arc].remaining >= minima[currency] {
                let place = placeOfCurrency[currency]
                if place != Self.dead { return (arc, currency, place) }
            }
            arc += 1
        }
        return (-1, 0, 0)
    }

    /// Uses the cycle that leads from the node at `start` along the path and back through `arc`.
    @inline(__always)
    private mutating func close(with arc: Int, at start: Int) {
        let value = min(path.narrowest(from: start + 1), graph.arcs[arc].remaining)
        assert(value > 0)
        graph.arcs[arc].remaining -= value
        let cut = path.use(value, from: start + 1)
        cycleCount += 1
        longestCycle = max(longestCycle, (path.count - start) / 2)
        while path.count > cut { unlink() }
    }

    /// Takes the last node off the path; it may be visited again.
    @inline(__always)
    private mutating func unlink() {
        let place = path.count - 1
        let node = Int(path.nodes[place])
        if place & 1 == 0 { placeOfCurrency[node] = Self.unseen } else { traders[node].place = Self.unseen }
        pop()
    }

    /// Takes the last node off the path, and stores what is left of the arc that led to it.
    @inline(__always)
    private mutating func pop() {
        let place = path.count - 1
        if place > 0 { graph.arcs[Int(path.arcs[place])].remaining = path.remaining[place] }
        path.count -= 1
    }
}
