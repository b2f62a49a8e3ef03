/// Runs the stages of the search over a graph, at one resolution after the other. Almost always the first one is fine enough for
/// all offers. Only what is worth less than 2^-50 of the busiest node waits for the next one: small offers, and what rounding left of
/// larger ones.
struct MarketSearch {
    private let graph: MarketGraph
    private let minimum: Int64
    private let options: SolverOptions
    /// Tokens of the least position (TS 16.2).
    private let leastPosition: Int64
    /// Arcs that take no part at the moment, because their trader deals with himself otherwise.
    private var held: [UInt32] = []
    /// The most that an arc counts for in this round, in quanta.
    private var arcLimit = Resolution.maximum
    /// What the greedy stage alone would have cleared, at the most, in base currency tokens, if an improvement of it was kept. Infinite
    /// when it is not known: the greedy stage at a second resolution has begun with what the improvement at the first one has left.
    private(set) var greedyLimit: Double?
    /// Whether arcs count for less than they offer in this round. Then a quarter of ``arcLimit`` is always left of these.
    private var hasLimitedArcs = false

    /// Values of 32-bit prices and 64-bit amounts span less than 350 bits. Each resolution covers 25 of them at least in markets of up to
    /// two thousand offers, and two less for each doubling; what is too fine for the last one is left alone.
    private static let maximumResolutions = 14

    init(graph: MarketGraph, minimum: Int64, options: SolverOptions) {
        self.graph = graph
        self.minimum = minimum
        self.options = options
        leastPosition = max(min(options.leastPosition, minimum / 100), 2)
    }

    mutating func run(
        _ rounding: borrowing Rounding, statistics: inout Solution.Statistics, onStage: (SolverStage) -> Void,
        shouldStop: () -> Bool
    ) {
        held = graph.selfDealings.map(\.buy)
        measureOffers(&statistics)
        var coarser: Resolution?
        for _ in 0..<Self.maximumResolutions {
            if let coarser, !hasWaiting(rounding, at: coarser) { break }
            let throughput = throughput(rounding, coarser: coarser)
            if throughput.greatestSum == 0 { break }
            var resolution = Resolution(greatestSum: throughput.greatestSum)
            hasLimitedArcs = throughput.ofArc.isFinite || exceeds(resolution, rounding)
            if hasLimitedArcs { resolution = resolution.coarser }
            if let coarser, resolution.exponent >= coarser.exponent { break }
            arcLimit = resolution.quanta(of: throughput.ofArc)
            onStage(.greedy)
            searchGreedily(rounding, at: resolution, isFirst: coarser == nil, statistics: &statistics)
            if options.improves {
                onStage(.improve)
                let limit = improve(
                    rounding, at: resolution, throughput: throughput, statistics: &statistics, shouldStop: shouldStop)
                greedyLimit = greedyLimit ?? limit
                if coarser != nil, greedyLimit != nil { greedyLimit = .infinity }
            }
            rounding.collect(at: resolution)
            coarser = resolution
        }
        if !options.improves { statistics.bound = statistics.offeredValue }
    }

    private func measureOffers(_ statistics: inout Solution.Statistics) {
        for trader in 0..<graph.traderCount {
            for arc in graph.sells(ofTrader: trader) {
                statistics.offeredValue += Double(graph.arcs[arc].amount) * Double(graph.price[Int(graph.arcs[arc].currency)])
            }
        }
    }

    /// What can pass through the nodes.
    private func throughput(_ rounding: borrowing Rounding, coarser: Resolution?) -> Throughput {
        Throughput(of: graph, isRemainder: coarser != nil) { arc in
            let value = rounding.open(arc) < minimum ? 0 : rounding.openValue(arc)
            guard let coarser else { return (value, false) }
            return (value, isWaiting(arc, rounding, coarser))
        }
    }

    /// Whether an offer, or what is left of it, is too fine for a resolution: less than a quantum may be left of an offer that seems
    /// used up, and still be worth trading.
    @inline(__always)
    private func isWaiting(_ arc: Int, _ rounding: borrowing Rounding, _ resolution: Resolution) -> Bool {
        rounding.open(arc) >= minimum && rounding.openValue(arc, at: resolution) < Resolution.finestOffer
    }

    /// Whether a finer resolution is needed. Almost never: then not even the least offer is too fine.
    private func hasWaiting(_ rounding: borrowing Rounding, at resolution: Resolution) -> Bool {
        let minima = values(of: minimum, at: resolution)
        if (0..<graph.currencyCount).allSatisfy({ minima[$0] >= Resolution.finestOffer }) { return false }
        return (0..<graph.arcCount).contains { isWaiting($0, rounding, resolution) }
    }

    /// Whether an offer is worth more than can be counted at this resolution. It must never seem used up while something is left of it:
    /// with one bit to spare it counts for more than twice of what it can carry.
    private func exceeds(_ resolution: Resolution, _ rounding: borrowing Rounding) -> Bool {
        for arc in 0..<graph.arcCount where rounding.open(arc) >= minimum {
            if rounding.openValue(arc, at: resolution) == Resolution.maximum { return true }
        }
        return false
    }

    /// The value of an amount in every currency, at least one quantum; rounded down, or up.
    private func values(of amount: Int64, at resolution: Resolution, isRoundedUp: Bool = false) -> FlatArray<Int64> {
        let values = FlatArray<Int64>(repeating: 1, count: graph.currencyCount)
        for currency in 0..<graph.currencyCount {
            let value = resolution.quanta(of: amount, at: Price(graph.price[currency]))
            values[currency] = max(isRoundedUp && value < Resolution.maximum ? value + 1 : value, 1)
        }
        return values
    }

    /// What an arc can carry in all, in this round.
    @inline(__always)
    private func capacity(of arc: Int, _ rounding: borrowing Rounding, _ resolution: Resolution) -> Int64 {
        if rounding.open(arc) < minimum { return 0 }
        let value = rounding.openValue(arc, at: resolution)
        return value < Resolution.finestOffer ? 0 : min(value, arcLimit)
    }

    /// Makes all arcs empty.
    private func load(_ rounding: borrowing Rounding, at resolution: Resolution) {
        for arc in 0..<graph.arcCount {
            graph.arcs[arc].remaining = capacity(of: arc, rounding, resolution)
            graph.arcs[arc].flow = 0
        }
        for arc in held { graph.arcs[Int(arc)].remaining = 0 }
    }

    /// Computes what arcs carry from what they can still carry.
    private func updateFlow(_ rounding: borrowing Rounding, at resolution: Resolution) {
        for arc in 0..<graph.arcCount {
            graph.arcs[arc].flow = capacity(of: arc, rounding, resolution) - graph.arcs[arc].remaining
        }
        for arc in held { graph.arcs[Int(arc)].flow = 0 }
    }

    /// Computes what arcs can still carry from what they carry.
    private func updateRemaining(_ rounding: borrowing Rounding, at resolution: Resolution) {
        for arc in 0..<graph.arcCount {
            graph.arcs[arc].remaining = capacity(of: arc, rounding, resolution) - graph.arcs[arc].flow
        }
        for arc in held { graph.arcs[Int(arc)].remaining = 0 }
    }

    /// The greedy stage.
    private mutating func searchGreedily(
        _ rounding: borrowing Rounding, at resolution: Resolution, isFirst: Bool, statistics: inout Solution.Statistics
    ) {
        load(rounding, at: resolution)
        findCycles(at: resolution, &statistics)
        if isFirst && !graph.selfDealings.isEmpty {
            chooseSides(rounding, at: resolution)
            findCycles(at: resolution, &statistics)
        }
        updateFlow(rounding, at: resolution)
    }

    /// Uses cycles until no usable one is left, except those that are *too thin*: worth less than the least position in one of
    /// their currencies, which rounding would distort or erase (TS 16.2).
    ///
    /// The least positions are rounded up to powers of two, the *levels*. On each level, from the highest down, only currencies of
    /// this level or a lower one are used, and only arcs that can carry as much as the level says: no cycle of these is too
    /// thin, and no other cycle that touches a currency of the level can be wide enough.
    private func findCycles(at resolution: Resolution, _ statistics: inout Solution.Statistics) {
        let minima = values(of: minimum, at: resolution)
        let levels = values(of: leastPosition, at: resolution, isRoundedUp: true)
        var leastMinimum = Int64.max
        for currency in 0..<graph.currencyCount {
            if hasLimitedArcs { minima[currency] = min(minima[currency], max(arcLimit / 4, 1)) }
            leastMinimum = min(leastMinimum, minima[currency])
            levels[currency] = Self.powerOfTwo(from: levels[currency])
        }
        var level = Int64.max
        while let next = Self.greatest(levels, below: level) {
            // Whatever is usable at all is wide enough for the levels from here on: one search does for them.
            level = next <= leastMinimum ? 1 : next
            let usable = FlatArray<Int64>(repeating: 0, count: graph.currencyCount)
            for currency in 0..<graph.currencyCount {
                // No arc can carry Int64.max.
                usable[currency] = levels[currency] <= next ? max(minima[currency], level) : .max
            }
            var search = CycleSearch(graph: graph, minima: usable)
            search.run()
            statistics.cycles += search.cycleCount
            statistics.longestCycle = max(statistics.longestCycle, search.longestCycle)
        }
    }

    private static func powerOfTwo(from value: Int64) -> Int64 {
        value > 1 << 62 ? Resolution.maximum : 1 << Int64(64 - (value - 1).leadingZeroBitCount)
    }

    private static func greatest(_ levels: borrowing FlatArray<Int64>, below limit: Int64) -> Int64? {
        var greatest: Int64?
        for currency in 0..<levels.count where levels[currency] < limit { greatest = max(greatest ?? 0, levels[currency]) }
        return greatest
    }

    /// A trader who sells and buys one currency would trade with himself for nothing. First only his sell offer counts; if
    /// nobody wanted it, only his buy offer does from now on.
    private mutating func chooseSides(_ rounding: borrowing Rounding, at resolution: Resolution) {
        held = graph.selfDealings.map { dealing in
            let (sell, buy) = (Int(dealing.sell), Int(dealing.buy))
            if graph.arcs[sell].remaining < capacity(of: sell, rounding, resolution) { return dealing.buy }
            graph.arcs[sell].remaining = 0
            graph.arcs[buy].remaining = capacity(of: buy, rounding, resolution)
            return dealing.sell
        }
    }

    /// Whether an arc carries so little that rounding would distort or erase it (TS 16.2): less than the least position, and
    /// less than the whole offer.
    @inline(__always)
    private func isDust(_ arc: Int, _ limits: borrowing FlatArray<Int64>, _ resolution: Resolution) -> Bool {
        let flow = graph.arcs[arc].flow
        let currency = Int(graph.arcs[arc].currency)
        if flow == 0 || flow >= limits[currency] { return false }
        return flow < resolution.quanta(of: graph.arcs[arc].amount, at: Price(graph.price[currency]))
    }

    /// The improving stage. If it has made a difference, returns what the greedy stage has cleared at the most, in base currency tokens.
    private func improve(
        _ rounding: borrowing Rounding, at resolution: Resolution, throughput: borrowing Throughput,
        statistics: inout Solution.Statistics, shouldStop: () -> Bool
    ) -> Double? {
        let greedy = FlatArray<Int64>(repeating: 0, count: graph.arcCount)
        for arc in 0..<graph.arcCount { greedy[arc] = graph.arcs[arc].flow }
        let greedyValue = graph.clearedValue()
        updateRemaining(rounding, at: resolution)
        limit(throughput, at: resolution)
        var improvement = Improvement(graph)
        improvement.run(
            sufficientShare: options.sufficientShare, workLimit: options.improvementWorkLimit ?? .max, stop: shouldStop)
        let limits = values(of: leastPosition, at: resolution, isRoundedUp: true)
        improvement.removeDust { isDust($0, limits, resolution) }
        // A search that was stopped early, and dust that was given up, may have left cycles.
        updateRemaining(rounding, at: resolution)
        findCycles(at: resolution, &statistics)
        updateFlow(rounding, at: resolution)
        statistics.improvementPhases += improvement.phases
        statistics.improvementWork += improvement.work
        statistics.bound += Double(sign: .plus, exponent: resolution.exponent, significand: improvement.bound)

        // Rounding may cost a token of each currency; a smaller gain could turn into a loss.
        let loss = roundingLoss(at: resolution)
        guard graph.clearedValue() - greedyValue >= loss else {
            for arc in 0..<graph.arcCount { graph.arcs[arc].flow = greedy[arc] }
            return nil
        }
        // What the tokens are worth in quanta is rounded down, and sums in floating point may be a little too small.
        let limit = Double(greedyValue + loss + Int128(graph.currencyCount)) * Resolution.generosity
        return Double(sign: .plus, exponent: resolution.exponent, significand: limit)
    }

    /// No arc needs to carry more than its ends can pass on; so sums at a node stay within 64 bits.
    private func limit(_ throughput: borrowing Throughput, at resolution: Resolution) {
        for arc in 0..<graph.arcCount {
            let limit = throughput.limit(
                trader: Int(graph.arcs[arc].trader), currency: Int(graph.arcs[arc].currency), resolution: resolution)
            graph.arcs[arc].remaining = min(graph.arcs[arc].remaining, max(limit - graph.arcs[arc].flow, 0))
        }
    }

    private func roundingLoss(at resolution: Resolution) -> Int128 {
        var sum: Int128 = 0
        for currency in 0..<graph.currencyCount {
            sum += Int128(resolution.quanta(of: 1, at: Price(graph.price[currency])))
        }
        return sum
    }
}
