import CircularTrade
import Foundation
import Testing

@Suite("Properties of every solution (TS 13)")
struct SolverPropertyTests {
    /// 15 seeds from `TEST_SEED` on, or always the same.
    static let seeds: [UInt64] = {
        let first = ProcessInfo.processInfo.environment["TEST_SEED"].flatMap { UInt64($0) } ?? 1
        return (0..<15).map { first &+ $0 }
    }()

    @Test(
        "hostile markets are solved without breaking a requirement, and never worse than greedily", arguments: HostileMarket.allCases, seeds
    )
    func hostile(shape: HostileMarket, seed: UInt64) throws {
        try check(shape, seed: seed)
    }

    @Test(
        "markets that a solver with coarser roundings has broken a requirement with",
        arguments: [(.extremePrices, 34465), (.extremePrices, 48637)]
            + [
                37255, 60786, 68373, 84106, 90862, 94488, 1_013_727, 1_027_296, 1_032_082, 1_074_539, 1_080_865, 1_084_311, 1_096_747,
                3_348_977,
            ]
            .map { (.anything, $0) } + [7577, 16014].map { (.tokensBesideGiants, $0) } as [(HostileMarket, UInt64)])
    func known(shape: HostileMarket, seed: UInt64) throws {
        try check(shape, seed: seed)
    }

    private func check(_ shape: HostileMarket, seed: UInt64) throws {
        let market = shape.market(seed: seed)
        let prices = market.independentPrices
        var gain = ExactSum()
        for improves in [false, true] {
            let solution = try market.solve { $0.improves = improves }
            let violations = SolutionChecker.violations(of: solution, market: market, prices: prices)
            #expect(violations == [], "seed \(seed), improves: \(improves)")
            var cleared = 0.0
            for row in solution.takings {
                let price = try #require(prices[row.currency.rawValue])
                cleared += Double(row.amount) * Double(price)
                gain.add(improves ? row.amount : -row.amount, at: price)
            }
            #expect(cleared.isClose(to: solution.statistics.clearedValue), "seed \(seed)")
        }
        // Not by a single token.
        #expect(!gain.isNegative, "seed \(seed): \(gain)")
    }

    private static func rows(_ solution: Solution) -> [[Int64]] {
        let positions = [solution.takings, solution.givings].enumerated().flatMap { side, list in
            list.map { [Int64(side), $0.trader.rawValue, $0.currency.rawValue, $0.amount, $0.collector.rawValue] }
        }
        return positions
            + solution.collectorTransfers.map { [2, $0.currency.rawValue, $0.from.rawValue, $0.to.rawValue, $0.amount] }
    }

    @Test(
        "the order of the rows makes no difference, not even to the order of the results", arguments: HostileMarket.allCases,
        [1, 2, 3] as [UInt64])
    func order(shape: HostileMarket, seed: UInt64) throws {
        let market = shape.market(seed: seed)
        var draw = SplitMix64(seed: seed)
        let solution = try Self.rows(market.solve())
        for _ in 0..<3 {
            let shuffled = try Self.rows(market.shuffled(&draw).solve())
            #expect(shuffled == solution, "seed \(seed)")
        }
    }

    @Test("another turn may serve others, and is as good")
    func keys() throws {
        var parameters = RandomMarket.Parameters()
        parameters.seed = 7
        parameters.traderCount = 400
        let market = SampleMarket(random: parameters)
        let solutions = try (0..<5).map { key in try market.solve { $0.key = key } }
        #expect(Set(solutions.map(Self.rows)).count > 1)
        let best = solutions.map(\.statistics.clearedValue).max()!
        for solution in solutions { #expect(solution.statistics.clearedValue >= best * 0.998) }
    }

    @Test("the improving stage may be stopped at any moment, and never makes it worse", arguments: [1, 2] as [UInt64])
    func stopping(seed: UInt64) throws {
        var parameters = RandomMarket.Parameters()
        (parameters.seed, parameters.currencyCount, parameters.traderCount) = (seed, 20, 400)
        let market = SampleMarket(random: parameters)
        let prices = market.independentPrices
        let greedy = try market.solve { $0.improves = false }.statistics.clearedValue
        let tree = try market.tree()
        var values: Set<Double> = []
        var patience = 0
        while true {
            var questions = 0
            let solution = try MarketSolver.solve(market.book, tree: tree) {
                _ in
            } shouldStop: {
                questions += 1
                return questions > patience
            }
            #expect(solution.statistics.clearedValue >= greedy, "seed \(seed), stopped after \(patience) questions")
            #expect(SolutionChecker.violations(of: solution, market: market, prices: prices) == [], "seed \(seed), \(patience) questions")
            values.insert(solution.statistics.clearedValue)
            // It ended by itself: every moment at which it can be stopped has been tried.
            if questions <= patience { break }
            patience += 1
        }
        #expect(patience >= 10 && values.contains(greedy) && values.count >= 3, "\(patience) questions, \(values.count) results")
    }

    @Test("a limit of work gives the same result every time, and more work a better one")
    func workLimit() throws {
        var parameters = RandomMarket.Parameters()
        (parameters.currencyCount, parameters.traderCount) = (60, 3000)
        let market = SampleMarket(random: parameters)
        var last = 0.0
        for limit in [0, 600_000, 2_000_000, 1_000_000_000] {
            let solution = try market.solve { $0.improvementWorkLimit = limit }
            let again = try market.solve { $0.improvementWorkLimit = limit }
            #expect(Self.rows(solution) == Self.rows(again))
            #expect(solution.statistics.clearedValue >= last)
            last = solution.statistics.clearedValue
        }
    }

    @Test(
        "the same market has the same trades in every build and on every machine",
        arguments: [
            (.oneGiantComponent, 12_574_433_616_844_892_742), (.extremePrices, 4_871_216_205_474_635_723),
            (.mixedAmounts, 16_194_562_800_455_177_483), (.hoarders, 14_660_605_976_835_177_610),
        ] as [(HostileMarket, UInt64)])
    func fingerprint(shape: HostileMarket, expected: UInt64) throws {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for number in try Self.rows(shape.market(seed: 42).solve()).joined() {
            hash = (hash ^ UInt64(bitPattern: number)) &* 0x100_0000_01b3
        }
        #expect(hash == expected)
    }

    @Test("a ring of 100,000 traders, one giant cycle, is cleared without exhausting the stack", arguments: [false, true])
    func giantRing(improves: Bool) throws {
        let count: Int64 = 100_000
        var market = SampleMarket(
            rules: MarketRules(baseLocator: "l1", baseCurrency: CurrencyID(1)), currencies: [], collectors: [], sells: [], buys: [])
        for id in 1...count {
            market.currencies.append(PricingTests.currency(id, peg: id == 1 ? nil : (1, 1)))
            market.sells.append(.init(trader: TraderID(id), currency: CurrencyID(id), amount: 5000 + id, collector: CollectorID(9)))
            market.buys.append(.init(trader: TraderID(id), currency: CurrencyID(id % count + 1), amount: 900_000))
        }
        // There is nothing to improve, but to prove it takes the square of the length.
        let solution = try market.solve { ($0.improves, $0.improvementWorkLimit) = (improves, 2_000_000) }
        #expect(solution.statistics.longestCycle == Int(count))
        #expect(solution.takings.count == Int(count) && solution.takings.allSatisfy { $0.amount == 5001 })
        #expect(solution.givings.count == Int(count) && solution.givings.allSatisfy { $0.amount == 5001 })
    }

    @Test("a market without offers, and one without currencies, have no trades")
    func empty() throws {
        var parameters = RandomMarket.Parameters()
        parameters.seed = 3
        var market = SampleMarket(random: parameters)
        (market.sells, market.buys) = ([], [])
        #expect(try market.solve().takings.isEmpty)
        market = SampleMarket(random: parameters)
        market.currencies = []
        #expect(try market.solve().givings.isEmpty)
    }
}

extension Double {
    /// Equal but for the rounding of sums.
    fileprivate func isClose(to other: Double) -> Bool { (self - other).magnitude <= 1e-12 * Swift.max(magnitude, other.magnitude) }
}

@Suite("Against the true optimum of small markets (TS 16.3)")
struct OptimumTests {
    /// Cleared value as a share of the optimum, for the greedy stage and after the improving stage.
    private func shares(_ configure: (inout RandomMarket.Parameters) -> Void) throws -> (greedy: [Double], improved: [Double]) {
        var (greedy, improved): ([Double], [Double]) = ([], [])
        for seed in 1...100 as ClosedRange<UInt64> {
            var parameters = RandomMarket.Parameters()
            (parameters.seed, parameters.currencyCount, parameters.traderCount) = (seed, 6, 30)
            configure(&parameters)
            let market = SampleMarket(random: parameters)
            let prices = market.independentPrices
            let optimum = ExactOptimum.value(of: market, prices: prices)
            if optimum == 0 { continue }
            for improves in [false, true] {
                let cleared = try market.solve { ($0.improves, $0.sufficientShare) = (improves, 1) }.statistics.clearedValue
                // The total of every currency is rounded to a token.
                #expect(cleared <= optimum + prices.values.reduce(0) { $0 + Double($1) }, "seed \(seed)")
                if improves { improved.append(cleared / optimum) } else { greedy.append(cleared / optimum) }
            }
        }
        return (greedy.sorted(), improved.sorted())
    }

    @Test("the improving stage finds the optimum of every small market, up to the rounding to tokens")
    func small() throws {
        let (greedy, improved) = try shares { _ in }
        print("cleared / optimum, small markets: greedy \(Self.summary(greedy)), improved \(Self.summary(improved))")
        #expect(improved[0] > 0.9995)
        #expect(greedy[greedy.count / 2] < improved[0])
    }

    @Test("so it does where amounts are near the least one, and where there are hardly more traders than currencies")
    func difficult() throws {
        let (nearMinimum, improvedNearMinimum) = try shares { $0.exponents = 1 }
        let (sparse, improvedSparse) = try shares { ($0.currencyCount, $0.traderCount, $0.maxBuys) = (15, 30, 2) }
        print("amounts near the least: greedy \(Self.summary(nearMinimum)), improved \(Self.summary(improvedNearMinimum))")
        print("two traders a currency: greedy \(Self.summary(sparse)), improved \(Self.summary(improvedSparse))")
        #expect(improvedNearMinimum[0] > 0.998)
        #expect(improvedSparse[0] > 0.998)
    }

    private static func summary(_ sorted: [Double]) -> String {
        "least \(sorted[0]), median \(sorted[sorted.count / 2]), greatest \(sorted[sorted.count - 1])"
    }
}
