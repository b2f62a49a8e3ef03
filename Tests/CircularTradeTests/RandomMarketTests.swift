import CircularTrade
import Testing

@Suite("Random markets \"gen-v1\" (MG 1)")
struct RandomMarketTests {
    @Test("SplitMix64 gives the check values")
    func generator() {
        var generator = SplitMix64(seed: 42)
        let draws = (0..<4).map { _ in generator.next() }
        #expect(draws == [13_679_457_532_755_275_413, 2_949_826_092_126_892_291, 5_139_283_748_462_763_858, 6_349_198_060_258_255_764])
    }

    static func parameters(locality: UInt64 = 0, percentLocal: UInt64 = 0) -> RandomMarket.Parameters {
        var parameters = RandomMarket.Parameters()
        parameters.seed = 42
        parameters.currencyCount = 60
        parameters.traderCount = 3000
        parameters.locality = locality
        parameters.percentLocal = percentLocal
        return parameters
    }

    static func row(_ sell: SampleMarket.Sell) -> [Int64] { [sell.trader.rawValue, sell.currency.rawValue, sell.amount] }

    @Test("the market of 60 currencies and 3000 traders has the check values")
    func market() {
        let market = SampleMarket(random: Self.parameters())
        #expect(market.currencies[1].peg?.currency == CurrencyID(1001))
        #expect(market.currencies[1].peg?.rate == 1.14)
        #expect(market.currencies[2].peg?.currency == CurrencyID(1001))
        #expect(market.currencies[2].peg?.rate == 0.71)
        #expect(market.sells.count == 4513)
        #expect(market.sells.prefix(3).map(Self.row) == [[1, 1021, 14229], [2, 1003, 31571], [2, 1013, 151_948]])
        #expect(market.sells.reduce(0) { $0 + $1.amount } == 217_181_315)
        #expect(market.buys.count == 5815)
        let buys = market.buys.prefix(3).map { [$0.trader.rawValue, $0.currency.rawValue, $0.amount] }
        #expect(buys == [[1, 1005, 13825], [2, 1052, 152_126], [2, 1053, 1554]])
        #expect(market.buys.reduce(0) { $0 + $1.amount } == 274_646_350)
    }

    @Test("traders with a home prefer currencies near it")
    func locality() {
        let market = SampleMarket(random: Self.parameters(locality: 10, percentLocal: 90))
        #expect(market.sells.first.map(Self.row) == [1, 1008, 50927])
        #expect(market.sells.reduce(0) { $0 + $1.amount } == 205_886_281)
    }

    @Test(
        "the golden markets that name their parameters are drawn row by row", arguments: GoldenCases.markets.filter { $0.generator != nil })
    func golden(_ marketCase: MarketCase) throws {
        let drawn = SampleMarket(random: try #require(marketCase.generator))
        let expected = marketCase.market
        #expect(drawn.rules == expected.rules)
        #expect(drawn.currencies.map(\.locator) == expected.currencies.map(\.locator))
        #expect(drawn.currencies.map(\.isConfirmed) == expected.currencies.map(\.isConfirmed))
        #expect(drawn.currencies.map(\.peg?.currency) == expected.currencies.map(\.peg?.currency))
        #expect(drawn.currencies.map(\.peg?.rate) == expected.currencies.map(\.peg?.rate))
        func sells(_ market: SampleMarket) -> [[Int64]] { market.sells.map { Self.row($0) + [$0.collector.rawValue] } }
        func buys(_ market: SampleMarket) -> [[Int64]] { market.buys.map { [$0.trader.rawValue, $0.currency.rawValue, $0.amount] } }
        func accounts(_ market: SampleMarket) -> [[Int64]] { market.collectors.map { [$0.0.rawValue, $0.1.rawValue] } }
        #expect(sells(drawn) == sells(expected))
        #expect(buys(drawn) == buys(expected))
        #expect(accounts(drawn) == accounts(expected))
    }

    @Test("parameters that give no market are refused in words")
    func refusals() {
        var parameters = RandomMarket.Parameters()
        #expect(parameters.problem == nil)
        parameters.maxBuys = 0
        #expect(parameters.problem == "max_buys must be between 1 and 2147483648, not 0")
        parameters.maxBuys = 1
        parameters.percentConfirmed = 101
        #expect(parameters.problem == "pct_confirmed must be between 0 and 100, not 101")
        parameters.percentConfirmed = 100
        parameters.percentLocal = 101
        #expect(parameters.problem == "pct_local must be between 0 and 100, not 101")
        parameters.percentLocal = 0
        parameters.rateLow = 300
        #expect(parameters.problem == "rate_hi must not be less than rate_lo")
    }
}
