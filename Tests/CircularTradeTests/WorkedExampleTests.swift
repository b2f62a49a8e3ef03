import CircularTrade
import Testing

@Suite("Worked examples of the specification")
struct WorkedExampleTests {
    @Test("three currencies, four traders: a value of 2000, also by greedy search (TS 7.9)", arguments: [false, true])
    func matching(improves: Bool) throws {
        let market = SampleMarket(
            prices: [(11, 1), (12, 1), (13, 1)], minimum: 100,
            sells: [[1, 11, 900, 9], [2, 11, 500, 9], [3, 12, 700, 9], [4, 13, 400, 9]],
            buys: [[1, 12, 600], [1, 13, 300], [2, 12, 500], [3, 11, 800], [4, 11, 400]])
        let solution = try market.solve { $0.improves = improves }
        #expect(solution.statistics.clearedValue == 2000)
        #expect(SolutionChecker.violations(of: solution, market: market, prices: market.independentPrices) == [])
        if improves { return }
        #expect(SampleMarket.rows(solution.takings) == [[1, 11, 900, 9], [2, 11, 100, 9], [3, 12, 700, 9], [4, 13, 300, 9]])
        #expect(
            SampleMarket.rows(solution.givings) == [
                [1, 12, 600, 9], [1, 13, 300, 9], [2, 12, 100, 9], [3, 11, 700, 9], [4, 11, 300, 9],
            ])
        #expect(solution.statistics.cycles == 3)
    }

    @Test("two sellers through two collectors: one transfer evens them out (TS 8.5)", arguments: [false, true])
    func aggregation(improves: Bool) throws {
        let market = SampleMarket(
            prices: [(11, 1), (12, 2.5)], minimum: 1000, collectors: [[71, 11], [72, 12]],
            sells: [[1, 11, 10000, 70], [2, 11, 5001, 71], [3, 12, 9000, 72]],
            buys: [[1, 12, 99999], [2, 12, 99999], [3, 11, 99999]])
        let solution = try market.solve { $0.improves = improves }
        #expect(SampleMarket.rows(solution.takings) == [[1, 11, 10000, 70], [2, 11, 5001, 71], [3, 12, 6000, 72]])
        #expect(SampleMarket.rows(solution.givings) == [[1, 12, 4000, 72], [2, 12, 2000, 72], [3, 11, 15001, 71]])
        #expect(SampleMarket.rows(solution.collectorTransfers) == [[11, 70, 71, 10000]])
    }

    @Test("half a token is rounded away from zero, if the offers permit (TS 8.5)")
    func halfToken() throws {
        let market = SampleMarket(
            prices: [(11, 1), (12, 2)], minimum: 1000, sells: [[101, 11, 5001, 70], [3, 12, 10000, 72]],
            buys: [[101, 12, 10000], [3, 11, 100_000]])
        #expect(try SampleMarket.rows(market.solve().takings) == [[3, 12, 2501, 72], [101, 11, 5001, 70]])
    }

    @Test("amounts up to the end of 64 bits, to a token (TS 8.5)")
    func saturation() throws {
        let market = SampleMarket(
            prices: [(11, 1), (12, 1e-10)], minimum: 1000, sells: [[1, 11, 1 << 62, 70], [3, 12, .max, 72]],
            buys: [[1, 12, .max], [3, 11, .max]])
        let takings = try SampleMarket.rows(market.solve().takings)
        #expect(takings.map { Array($0.prefix(2)) } == [[1, 11], [3, 12]])
        #expect(takings[0][2] == 922_337_216)
        #expect(takings[1][2] >= .max - 1)
    }

    @Test("two active collectors of one currency: either pays, and the other one sends (TS 9)", arguments: 0..<8 as Range<UInt64>)
    func results(key: UInt64) throws {
        let market = SampleMarket(
            prices: [(101, 1), (102, 2)], minimum: 5000, collectors: [[997, 101], [998, 101], [999, 102]],
            sells: [[1, 101, 5000, 997], [2, 101, 6000, 998], [3, 102, 10000, 999]],
            buys: [[1, 102, 20000], [2, 102, 20000], [3, 101, 30000]])
        let solution = try market.solve { $0.key = key }
        #expect(SampleMarket.rows(solution.takings) == [[1, 101, 5000, 997], [2, 101, 6000, 998], [3, 102, 5500, 999]])
        let payer = try #require(solution.givings.first { $0.trader == TraderID(3) }).collector.rawValue
        #expect(SampleMarket.rows(solution.givings) == [[1, 102, 2500, 999], [2, 102, 3000, 999], [3, 101, 11000, payer]])
        #expect(SampleMarket.rows(solution.collectorTransfers) == (payer == 997 ? [[101, 998, 997, 6000]] : [[101, 997, 998, 5000]]))
    }

    @Test("a trader's chain of pegs through an unconfirmed currency (TS 6.7)", arguments: [(0, []), (-5000, [2])] as [(Int64, [Int64])])
    func bids(amount: Int64, toBeConfirmed: [Int64]) throws {
        let tree = try CurrencyTree(
            rules: PricingTests.rules(),
            currencies: [
                PricingTests.currency(1), PricingTests.currency(2, confirmed: false, peg: (1, 2)), PricingTests.currency(3, peg: (2, 3)),
            ])
        var processor = BidProcessor(tree: tree)
        let verdicts = try processor.judge([
            Bid(trader: TraderID(7), currency: CurrencyID(1), amount: 8000, peg: nil, rate: nil),
            Bid(trader: TraderID(7), currency: CurrencyID(2), amount: amount, peg: CurrencyID(1), rate: 2),
            Bid(trader: TraderID(7), currency: CurrencyID(3), amount: -5000, peg: CurrencyID(2), rate: 3),
        ])
        #expect(verdicts == [.candidate, .notTradable(isWanted: amount < 0), .candidate])
        #expect(processor.toBeConfirmed.map(\.rawValue) == toBeConfirmed)
    }
}
