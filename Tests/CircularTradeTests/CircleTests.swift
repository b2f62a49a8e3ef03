import Testing

@testable import CircularTrade

@Suite("Circles: trades taken apart")
struct CircleTests {
    private static func rows(_ circle: Circle) -> [[Int64]] {
        circle.members.map { [$0.trader.rawValue, $0.currency.rawValue, $0.amount] }
    }

    @Test("the example of TS 7.9 is three circles")
    func example() throws {
        let market = SampleMarket(
            prices: [(11, 1), (12, 1), (13, 1)], minimum: 100,
            sells: [[1, 11, 900, 9], [2, 11, 500, 9], [3, 12, 700, 9], [4, 13, 400, 9]],
            buys: [[1, 12, 600], [1, 13, 300], [2, 12, 500], [3, 11, 800], [4, 11, 400]])
        let solution = try market.solve { $0.improves = false }
        let circles = try solution.greatestCircles(market.tree(), count: 100, maximumMembers: 10)
        #expect(circles.map(\.value) == [600, 300, 100])
        #expect(
            circles.map(Self.rows) == [[[3, 11, 600], [1, 12, 600]], [[4, 11, 300], [1, 13, 300]], [[3, 11, 100], [2, 12, 100]]])
        #expect(
            try solution.greatestCircles(market.tree(), count: 2, maximumMembers: 1).map(Self.rows) == [[[3, 11, 600]], [[4, 11, 300]]])
    }

    @Test("amounts are in tokens of the currency that a member gets")
    func prices() throws {
        let market = SampleMarket(
            prices: [(11, 1), (12, 2.5)], minimum: 1000, sells: [[1, 11, 10000, 70], [3, 12, 9000, 72]],
            buys: [[1, 12, 99999], [3, 11, 99999]])
        let circles = try market.solve().greatestCircles(market.tree(), count: 5, maximumMembers: 5)
        #expect(
            circles == [
                Circle(
                    value: 10000,
                    members: [
                        .init(trader: TraderID(3), currency: CurrencyID(11), amount: 10000),
                        .init(trader: TraderID(1), currency: CurrencyID(12), amount: 4000),
                    ], memberCount: 2)
            ])
    }

    @Test("a market without trades has no circles")
    func empty() throws {
        let market = SampleMarket(prices: [(11, 1)], minimum: 1000, sells: [], buys: [])
        #expect(try market.solve().greatestCircles(market.tree(), count: 5, maximumMembers: 5).isEmpty)
    }

    /// What traders give and get in circles is what they give and get in the trades, but for what rounding leaves: a token for each trade
    /// that takes part.
    @Test("all circles together are all trades", arguments: 1...12 as ClosedRange<UInt64>)
    func conservation(seed: UInt64) throws {
        let (tree, solution) = try solved(seed)
        let circles = solution.greatestCircles(tree, count: .max, maximumMembers: .max)
        #expect(zip(circles, circles.dropFirst()).allSatisfy { $0.value >= $1.value })

        var got: [[Int64]: Double] = [:]
        var given: [[Int64]: Double] = [:]
        for circle in circles {
            #expect(circle.members.count == circle.memberCount && circle.value > 0)
            #expect(Set(circle.members.map(\.trader)).count == circle.memberCount, "nobody is in a circle twice")
            for (index, member) in circle.members.enumerated() {
                let next = circle.members[(index + 1) % circle.memberCount]
                got[[member.trader.rawValue, member.currency.rawValue], default: 0] += circle.value
                given[[member.trader.rawValue, next.currency.rawValue], default: 0] += circle.value
            }
        }
        for (list, sums) in [(solution.givings, got), (solution.takings, given)] {
            var slack = 0.0
            for position in list {
                let price = Double(tree.price(of: position.currency))
                let value = Double(position.amount) * price
                let sum = sums[[position.trader.rawValue, position.currency.rawValue]] ?? 0
                #expect(sum <= value + 1e-6, "seed \(seed)")
                slack += value - sum
            }
            #expect(slack <= 0.01 * solution.statistics.clearedValue, "seed \(seed)")
        }
    }

    @Test("of few circles, the greatest come first, and they are always the same", arguments: 1...12 as ClosedRange<UInt64>)
    func greatest(seed: UInt64) throws {
        let (tree, solution) = try solved(seed)
        let circles = solution.greatestCircles(tree, count: 25, maximumMembers: .max)
        #expect(circles.count == 25)
        #expect(zip(circles, circles.dropFirst()).allSatisfy { $0.value >= $1.value })
        #expect(circles == solution.greatestCircles(tree, count: 25, maximumMembers: .max))
    }

    /// What is left when the walk has ended, however it would be taken apart, has no circle that is worth more than the limit.
    @Test("no circle that is worth more than the limit is passed over", arguments: 1...12 as ClosedRange<UInt64>)
    func limit(seed: UInt64) throws {
        let (tree, solution) = try solved(seed)
        let limit = solution.greatestCircles(tree, count: 25, maximumMembers: .max)[24].value
        var left: [Way: Double] = [:]
        for position in solution.givings {
            left[Way(position.trader, position.currency, isGiving: true), default: 0] += value(position, tree)
        }
        for position in solution.takings {
            left[Way(position.trader, position.currency, isGiving: false), default: 0] += value(position, tree)
        }
        var walk = CircleWalk(CircleGraph(takings: solution.takings, givings: solution.givings, tree: tree))
        var count = 0
        while let circle = walk.nextCircle(worthMoreThan: limit, maximumMembers: .max) {
            #expect(circle.value > limit)
            for (index, member) in circle.members.enumerated() {
                let next = circle.members[(index + 1) % circle.memberCount]
                left[Way(member.trader, member.currency, isGiving: true), default: 0] -= circle.value
                left[Way(member.trader, next.currency, isGiving: false), default: 0] -= circle.value
            }
            count += 1
        }
        #expect(count > 0)
        #expect(left.values.allSatisfy { $0 > -1e-6 }, "something is used twice")
        let open = left.filter { $0.value > limit + 1e-6 }.map(\.key)
        #expect(Self.waysInCircles(open).isEmpty, "circles that are worth more than \(limit) are left")
    }

    /// What a trader gets of a currency, or gives of it: a way from the currency to him, or from him to it.
    private struct Way: Hashable {
        let trader: TraderID
        let currency: CurrencyID
        let isGiving: Bool

        init(_ trader: TraderID, _ currency: CurrencyID, isGiving: Bool) {
            (self.trader, self.currency, self.isGiving) = (trader, currency, isGiving)
        }
    }

    /// What remains when ways without a way behind them are taken away again and again: nothing, where there is no circle.
    private static func waysInCircles(_ ways: [Way]) -> [Way] {
        var ways = ways
        while true {
            let givers = Set(ways.filter { !$0.isGiving }.map(\.trader))
            let wanted = Set(ways.filter(\.isGiving).map(\.currency))
            let rest = ways.filter { $0.isGiving ? givers.contains($0.trader) : wanted.contains($0.currency) }
            if rest.count == ways.count { return ways }
            ways = rest
        }
    }

    private func value(_ position: Position, _ tree: CurrencyTree) -> Double {
        Double(position.amount) * Double(tree.price(of: position.currency))
    }

    private func solved(_ seed: UInt64) throws -> (tree: CurrencyTree, solution: Solution) {
        var parameters = RandomMarket.Parameters()
        parameters.seed = seed
        parameters.traderCount = 400
        parameters.currencyCount = 8 + seed
        let market = SampleMarket(random: parameters)
        return (try market.tree(), try market.solve())
    }

    @Test("positions in the order of traders", arguments: 1...5 as ClosedRange<UInt64>)
    func byTrader(seed: UInt64) throws {
        var parameters = RandomMarket.Parameters()
        parameters.seed = seed
        var market = SampleMarket(random: parameters)
        // Negative IDs come first.
        market.sells.indices.forEach { index in
            let sell = market.sells[index]
            guard sell.trader.rawValue % 3 == 0 else { return }
            market.sells[index] = .init(
                trader: TraderID(-sell.trader.rawValue), currency: sell.currency, amount: sell.amount, collector: sell.collector)
        }
        market.buys.indices.forEach { index in
            let buy = market.buys[index]
            guard buy.trader.rawValue % 3 == 0 else { return }
            market.buys[index] = .init(trader: TraderID(-buy.trader.rawValue), currency: buy.currency, amount: buy.amount)
        }
        let takings = try market.solve().takings
        let sorted = Array(takings.byTrader)
        #expect(sorted.map(\.trader) == takings.map(\.trader).sorted())
        #expect(Set(sorted) == Set(takings) && !sorted.isEmpty)
    }
}
