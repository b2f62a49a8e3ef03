import CircularTrade
import SMPProtocol
import Testing

@testable import Trade

@Suite("What the solver decides")
struct SolverDomainTests {
    private static let rules = MarketRules(baseLocator: "base", baseCurrency: CurrencyID(1))

    private static func currency(_ id: Int64, _ locator: String, confirmed: Bool = true, pegged: Bool = true) -> Currency {
        let peg = pegged ? Currency.Peg(locator: "base", currency: CurrencyID(1), rate: 2) : nil
        return Currency(isConfirmed: confirmed, locator: locator, id: CurrencyID(id), peg: peg)
    }

    @Test("a currency that has the base's locator is left out, and the others keep their prices (TS 5.6, 16.5)")
    func namesake() throws {
        let market = try MarketCurrencies([Self.currency(9, "base"), Self.currency(2, "two")], rules: Self.rules)
        #expect(market.refused.map(\.id.rawValue) == [9] && market.problems == [.namesakeOfBase] && !market.isBaseKnown)
        #expect(market.tree.price(of: CurrencyID(2)).isNaN)
    }

    @Test("a currency that claims the base's debtor ID is left out when the base is not confirmed (TS 5.6, 16.5)")
    func claimant() throws {
        let base = Self.currency(1, "base", confirmed: false, pegged: false)
        let market = try MarketCurrencies([base, Self.currency(1, "claimant"), Self.currency(2, "two")], rules: Self.rules)
        #expect(market.refused.map(\.locator) == ["claimant"] && market.problems == [.claimsBase] && market.isBaseKnown)
        #expect(market.tree.price(of: CurrencyID(2)) == 2 && market.tree.price(of: CurrencyID(1)).isNaN)
    }

    @Test("what contradicts nothing is not left out")
    func harmless() throws {
        let currencies = [
            Self.currency(1, "base", pegged: false), Self.currency(1, "unconfirmed", confirmed: false), Self.currency(0, "nobody"),
            Self.currency(3, "BASE"),
        ]
        let market = try MarketCurrencies(currencies, rules: Self.rules)
        #expect(market.refused.isEmpty && market.isBaseKnown)
        #expect(throws: MarketError.duplicatedLocator) { try MarketCurrencies(currencies + [Self.currency(4, "BASE")], rules: Self.rules) }
    }

    private static func counts(_ sells: [[Int64]], _ buys: [[Int64]], collectors: [[Int64]]) throws -> TradeCounts {
        var book = OfferBook()
        for row in collectors { book.addCollector(CollectorID(row[0]), currency: CurrencyID(row[1])) }
        for row in sells {
            book.addSellOffer(trader: TraderID(row[0]), currency: CurrencyID(row[1]), amount: 5000, collector: CollectorID(row[2]))
        }
        for row in buys { book.addBuyOffer(trader: TraderID(row[0]), currency: CurrencyID(row[1]), amount: 5000) }
        let tree = try MarketCurrencies([Self.currency(1, "base", pegged: false), Self.currency(2, "two")], rules: Self.rules).tree
        return TradeCounts(try MarketSolver.solve(book, tree: tree))
    }

    @Test("overloaded is a currency in which one collector has more payments than the limit, in either direction (TS2 9.1)")
    func overloads() throws {
        // Three sell currency 1 through one collector and buy currency 2, which two sell through two collectors.
        let counts = try Self.counts(
            [[11, 1, 71], [12, 1, 71], [13, 1, 71], [21, 2, 81], [22, 2, 82]], [[11, 2], [12, 2], [13, 2], [21, 1], [22, 1]],
            collectors: [[71, 1], [72, 1], [81, 2], [82, 2]])
        #expect(counts.buyers[1] == 2 && counts.buyers[2]! >= 2)
        #expect(counts.overloaded(limit: 100).isEmpty)
        let collecting = counts.overloaded(limit: 2)
        #expect(collecting == [OverloadedCurrency(debtorID: 1, collectorsCount: 1)] || counts.buyers[2] == 2)
        #expect(counts.overloaded(limit: 0).map(\.debtorID) == [1, 2])
        #expect(counts.overloaded(limit: 0).map(\.collectorsCount) == [2, 2], "the greater number of both directions")
    }

    @Test(
        "the improving stage has a fiftieth of phase 2, and a minute at most",
        arguments: [(3600, 60), (7200, 60), (600, 12), (0, 0)] as [(Double, Double)])
    func improveSeconds(phase2: Double, seconds: Double) {
        #expect(ImprovementBudget.standardSeconds(phase2: .seconds(phase2)) == seconds)
    }
}
