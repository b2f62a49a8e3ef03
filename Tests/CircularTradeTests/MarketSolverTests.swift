import CircularTrade
import Testing

@Suite("Golden markets (TS 14.1)")
struct GoldenMarketTests {
    /// Prices of a case, as the checker wants them.
    static func prices(_ marketCase: MarketCase) -> [Int64: Float] {
        Dictionary(uniqueKeysWithValues: marketCase.prices.map { ($0.id, Float($0.price)) })
    }

    @Test("prices and errors are exactly those of the case", arguments: GoldenCases.markets)
    func pricesAndErrors(_ marketCase: MarketCase) throws {
        if let error = marketCase.error {
            let thrown = #expect(throws: MarketError.self) { try marketCase.market.solve { $0.badOffers = .refuse } }
            #expect(thrown?.description == error)
            return
        }
        let tree = try marketCase.market.tree()
        for (id, price) in marketCase.prices {
            let own = Double(tree.price(of: CurrencyID(id)))
            #expect(own == price || own.isNaN && price.isNaN, "price of \(id) is \(own), not \(price)")
        }
        #expect(tree.currencyIDs.map(\.rawValue) == marketCase.prices.map(\.id))
    }

    @Test(
        "every requirement on a solution holds, and it clears what the reference clears",
        arguments: GoldenCases.markets.filter { $0.error == nil }, [true, false])
    func requirements(_ marketCase: MarketCase, improves: Bool) throws {
        let market = marketCase.market
        let prices = Self.prices(marketCase)
        let solution = try market.solve {
            $0.improves = improves
            $0.badOffers = .refuse
        }
        #expect(SolutionChecker.violations(of: solution, market: market, prices: prices) == [])
        let cleared = solution.statistics.clearedValue
        // That optimum is one of 32-bit weights, and without offers of exactly the least amount.
        let tokens = prices.values.filter { $0 > 0 && $0.isFinite }.reduce(0) { $0 + Double($1) }
        if let optimum = marketCase.optimumValue, optimum > 0 { #expect(cleared <= optimum * (1 + 1e-4) + tokens) }
        // Where the rules permit another answer it may be worth less; so may be cycles of less than a token.
        if marketCase.mayDeviate || !improves || ["price-tiny", "price-subnormal"].contains(marketCase.name) { return }
        #expect(cleared >= marketCase.clearedValue * (1 - 3e-6) - tokens)
    }

    @Test("unique amounts are those of the case, to two tokens", arguments: GoldenCases.markets.filter(\.hasUniqueAmounts))
    func amounts(_ marketCase: MarketCase) throws {
        let solution = try marketCase.market.solve { $0.badOffers = .refuse }
        let hasUniqueCollectors = marketCase.flag("collectors_unique")
        func rows(_ list: PositionList) -> [[Int64]] {
            list.map { [$0.trader.rawValue, $0.currency.rawValue, $0.amount, $0.collector.rawValue] }
                .sorted { $0.lexicographicallyPrecedes($1) }
        }
        func compare(_ own: [[Int64]], _ expected: [[Int64]], amountAt place: Int, names: [Int]) {
            #expect(own.count == expected.count, "\(own) instead of \(expected)")
            for (own, expected) in zip(own, expected) {
                #expect(names.map { own[$0] } == names.map { expected[$0] })
                #expect((own[place] - expected[place]).magnitude <= 2, "\(own) instead of \(expected)")
            }
        }
        let names = hasUniqueCollectors ? [0, 1, 3] : [0, 1]
        compare(rows(solution.takings), try #require(marketCase.takings), amountAt: 2, names: names)
        compare(rows(solution.givings), try #require(marketCase.givings), amountAt: 2, names: names)
        if !hasUniqueCollectors { return }
        let transfers = solution.collectorTransfers
            .map { [$0.currency.rawValue, $0.from.rawValue, $0.to.rawValue, $0.amount] }
            .sorted { $0.lexicographicallyPrecedes($1) }
        compare(transfers, try #require(marketCase.collectorTransfers), amountAt: 3, names: [0, 1, 2])
    }
}

@Suite("Required answers beyond the golden ones")
struct RequiredAnswerTests {
    private func solution(_ name: String) throws -> Solution {
        try #require(GoldenCases.markets.first { $0.name == name }).market.solve()
    }

    @Test("nobody gives a token more than he offered, also where 32-bit products are rounded up (TS 16.1, TS2 6.5)")
    func neverTooMuch() throws {
        #expect(try solution("overtaking-by-rounding").takings.first { $0.trader == TraderID(1) }?.amount ?? 1001 <= 1001)
        #expect(try solution("f32-supply-rounds-up").takings.map(\.amount) == [16_777_219, 16_777_219])
        #expect(try solution("f32-supply-rounds-down").takings.map(\.amount) == [16_777_217, 16_777_217])
    }

    @Test("an infinite price clears nothing; an offer of exactly the least amount is used at any price")
    func deviations() throws {
        #expect(try solution("infinite-price").takings.isEmpty)
        #expect(try solution("f32-min-refused").takings.count == 2)
    }

    @Test("an offer that is worth more than the market can use is not used up by what it carries", arguments: [false, true])
    func offersBeyondTheMarket(improves: Bool) throws {
        let market = SampleMarket(
            rules: MarketRules(baseLocator: "l1", baseCurrency: CurrencyID(1)),
            currencies: [PricingTests.currency(1), PricingTests.currency(2, peg: (1, 7.77)), PricingTests.currency(3, peg: (1, 0.0777))],
            collectors: [],
            sells: [[5, 2, 64541], [6, 3, 82597], [7, 1, 68946], [9, 1, 15320]].map {
                .init(trader: TraderID($0[0]), currency: CurrencyID($0[1]), amount: $0[2], collector: CollectorID(9))
            },
            buys: [[5, 3, 2422], [6, 2, 86978], [5, 1, 82474], [7, 3, 45608]].map {
                .init(trader: TraderID($0[0]), currency: CurrencyID($0[1]), amount: $0[2])
            })
        let givings = try market.solve { $0.improves = improves }.givings
        // After the cycle of three that fills trader 7, the cycle of two that fills the other wish of trader 5.
        #expect(givings.contains { $0.trader == TraderID(7) && $0.amount == 45608 })
        #expect(givings.contains { $0.trader == TraderID(5) && $0.currency == CurrencyID(3) && $0.amount == 2422 })
    }

    @Test(
        "values are kept to a token also beside trades so large that values are counted in units of about a token (TS 13.8)",
        arguments: [false, true])
    func coarseUnits(improves: Bool) throws {
        let sold: [Int64] = [1_845_700, 65_529, 35_322]
        let market = SampleMarket(
            rules: MarketRules(baseLocator: "l1", baseCurrency: CurrencyID(1)),
            currencies: [
                PricingTests.currency(1), PricingTests.currency(2, peg: (1, 1)), PricingTests.currency(3, peg: (1, 1.0973896)),
                PricingTests.currency(4, peg: (1, 0x1p-10)),
            ],
            collectors: [],
            sells: ([[8, 1, 5_000_000_000_000_000_000], [9, 2, 5_000_000_000_000_000_000], [10, 3, 10_000_000]]
                + sold.enumerated().map { [20 + Int64($0.offset), 4, $0.element << 10] }).map {
                    .init(trader: TraderID($0[0]), currency: CurrencyID($0[1]), amount: $0[2], collector: CollectorID(9))
                },
            buys: [
                [8, 2, 5_000_000_000_000_000_000], [9, 1, 5_000_000_000_000_000_000], [10, 4, .max], [20, 3, 10_000_000],
                [21, 3, 10_000_000], [22, 3, 10_000_000],
            ].map {
                .init(trader: TraderID($0[0]), currency: CurrencyID($0[1]), amount: $0[2])
            })
        let solution = try market.solve { $0.improves = improves }
        #expect(SolutionChecker.violations(of: solution, market: market, prices: market.independentPrices) == [])
        #expect(solution.takings.first { $0.trader == TraderID(10) }?.amount == 1_773_801)
    }

    @Test("an offer of a single token that is used up is a whole token also there: nobody gets its value for nothing (TS 13.8)")
    func coarseUnitsAndSingleTokens() throws {
        let market = SampleMarket(
            rules: MarketRules(baseLocator: "l1", baseCurrency: CurrencyID(1), minTradeAmount: 1),
            currencies: [
                PricingTests.currency(1), PricingTests.currency(2, peg: (1, 2048)), PricingTests.currency(3, peg: (1, 2048)),
                PricingTests.currency(4, peg: (1, 69_814_040)),
            ],
            collectors: [],
            sells: [
                [8, 2, 5_000_000_000_000_000_000], [9, 3, 5_000_000_000_000_000_000], [30, 4, 1], [31, 4, 1], [32, 4, 1],
                [40, 1, 300_000_000],
            ].map {
                .init(trader: TraderID($0[0]), currency: CurrencyID($0[1]), amount: $0[2], collector: CollectorID(9))
            },
            buys: [
                [8, 3, 5_000_000_000_000_000_000], [9, 2, 5_000_000_000_000_000_000], [30, 1, .max], [31, 1, .max], [32, 1, .max],
                [40, 4, 10],
            ].map {
                .init(trader: TraderID($0[0]), currency: CurrencyID($0[1]), amount: $0[2])
            })
        let solution = try market.solve { $0.sufficientShare = 1 }
        #expect(SolutionChecker.violations(of: solution, market: market, prices: market.independentPrices) == [])
        #expect(solution.takings.filter { $0.currency == CurrencyID(4) }.map(\.amount) == [1, 1, 1])
    }

    @Test("thousands of offers of a single token, each a little more than what it counts for, are balanced, not fatal")
    func manySingleTokens() throws {
        let price = 8_390_451.0
        let giant: Int64 = 5_000_000_000_000_000_000
        let count: Int64 = 20_000
        let market = SampleMarket(
            rules: MarketRules(baseLocator: "l1", baseCurrency: CurrencyID(1), minTradeAmount: 1),
            currencies: [
                PricingTests.currency(1), PricingTests.currency(2, peg: (1, 2048)), PricingTests.currency(3, peg: (1, 2048)),
                PricingTests.currency(4, peg: (1, price)),
            ],
            collectors: [],
            sells: ([[8, 2, giant], [9, 3, giant], [7, 1, 1 << 40]] + (1...count).map { [100 + $0, 4, 1] }).map {
                .init(trader: TraderID($0[0]), currency: CurrencyID($0[1]), amount: $0[2], collector: CollectorID(9))
            },
            buys: ([[8, 3, giant], [9, 2, giant], [7, 4, 2 * count]] + (1...count).map { [100 + $0, 1, .max] }).map {
                .init(trader: TraderID($0[0]), currency: CurrencyID($0[1]), amount: $0[2])
            })
        let solution = try market.solve { $0.sufficientShare = 1 }
        func sum(_ list: PositionList) -> Int64 { list.filter { $0.currency == CurrencyID(4) }.reduce(0) { $0 + $1.amount } }
        #expect(sum(solution.takings) == sum(solution.givings))
        #expect(sum(solution.takings) >= count - 10)
    }

    @Test("where greedy search may choose the small cycle, the improving stage finds the large one")
    func greedyCanLose() throws {
        #expect(try solution("greedy-can-lose").statistics.clearedValue == 4000)
    }

    @Test(
        "bad rows are skipped and counted, so that they do not stop the market (TS2 6.6)",
        arguments: ["error-seller-zero", "error-collector-zero"])
    func badRows(name: String) throws {
        let solution = try solution(name)
        #expect(solution.takings.isEmpty)
        #expect(solution.statistics.skippedSellOffers == 1)
    }

    private func market(sells: [[Int64]], buys: [[Int64]], collectors: [[Int64]], minimum: Int64 = 1000) -> SampleMarket {
        SampleMarket(prices: [(1, 1), (2, 2)], minimum: minimum, collectors: collectors, sells: sells, buys: buys)
    }

    private func rows(_ list: PositionList) -> [[Int64]] { SampleMarket.rows(list) }

    @Test("a collector sells its surplus and buys a hoarded currency without limit (TS2 16.2, 16.3)", arguments: [false, true])
    func surplus(isItsOwnCollector: Bool) throws {
        let own: Int64 = 0x100_0000_0005
        let (first, second) = isItsOwnCollector ? (own, own) : (0x100_0000_0002, 0x100_0000_0007)
        let market = market(
            sells: [[own, 1, 8000, first], [77, 2, 3000, second]], buys: [[own, 2, .max], [77, 1, 10000]],
            collectors: [[first, 1], [second, 2]])
        let solution = try market.solve()
        #expect(rows(solution.takings) == [[77, 2, 3000, second], [own, 1, 6000, first]])
        #expect(rows(solution.givings) == [[77, 1, 6000, first], [own, 2, 3000, second]])
        #expect(solution.collectorTransfers.isEmpty)
    }

    @Test("a collector that is not active collects and sends, but does not pay (TS2 16.4)")
    func inactiveCollector() throws {
        let market = market(
            sells: [[10, 1, 8000, 5], [77, 2, 3000, 7]], buys: [[10, 2, 5000], [77, 1, 10000]],
            collectors: [[2, 1], [7, 2]])
        let solution = try market.solve()
        #expect(rows(solution.takings) == [[10, 1, 6000, 5], [77, 2, 3000, 7]])
        #expect(rows(solution.givings) == [[10, 2, 3000, 7], [77, 1, 6000, 2]])
        #expect(
            solution.collectorTransfers
                == [CollectorTransfer(currency: CurrencyID(1), from: CollectorID(5), to: CollectorID(2), amount: 6000)])
    }

    @Test(
        "a buyer who also sells the currency is paid by the collector of his sell offer, if it is active (TS 8.2, 13.6)",
        arguments: 0..<8 as Range<UInt64>)
    func ownCollector(key: UInt64) throws {
        for isActive in [true, false] {
            let market = market(
                sells: [[10, 1, 8000, 5], [10, 2, 3000, 7], [77, 1, 6000, 2]], buys: [[10, 1, 9000], [77, 2, 5000]],
                collectors: [[2, 1], [3, 1], [4, 1], [7, 2]] + (isActive ? [[5, 1]] : []))
            let givings = try rows(market.solve { $0.key = key }.givings)
            #expect(givings.map { Array($0.prefix(3)) } == [[10, 1, 6000], [77, 2, 3000]])
            #expect(isActive ? givings[0][3] == 5 : [2, 3, 4].contains(givings[0][3]), "paid by \(givings[0][3]), active: \(isActive)")
        }
    }

    @Test("an account with collector ID 0 is no collector: it pays nobody", arguments: [SolverOptions.BadOffers.skip, .refuse])
    func collectorZero(badOffers: SolverOptions.BadOffers) throws {
        let market = market(
            sells: [[10, 1, 8000, 5], [77, 2, 3000, 7]], buys: [[10, 2, 5000], [77, 1, 10000]], collectors: [[0, 1], [0, 2], [8, 2]])
        let solution = try market.solve { $0.badOffers = badOffers }
        #expect(rows(solution.takings) == [[10, 1, 6000, 5], [77, 2, 3000, 7]])
        #expect(rows(solution.givings) == [[10, 2, 3000, 8], [77, 1, 6000, 5]])
    }

    @Test("buyers are spread evenly over the collectors of a currency (TS 13.13)")
    func evenCollectors() throws {
        var parameters = RandomMarket.Parameters()
        (parameters.traderCount, parameters.currencyCount, parameters.maxCollectors) = (2000, 5, 4)
        let market = SampleMarket(random: parameters)
        let solution = try market.solve()
        var counts: [CurrencyID: [CollectorID: Int]] = [:]
        for row in solution.givings { counts[row.currency, default: [:]][row.collector, default: 0] += 1 }
        for (currency, collectors) in Dictionary(grouping: market.collectors, by: \.1) {
            let loads = collectors.map { counts[currency]?[$0.0] ?? 0 }
            #expect(loads.max()! - loads.min()! <= 1, "loads of \(currency): \(loads)")
        }
    }
}
