import CircularTrade
import Testing

@Suite("Prices (TS 5)")
struct PricingTests {
    static func currency(
        _ id: Int64, _ locator: String? = nil, confirmed: Bool = true, peg: (Int64, Double)? = nil
    ) -> Currency {
        Currency(
            isConfirmed: confirmed, locator: locator ?? "l\(id)", id: CurrencyID(id),
            peg: peg.map { Currency.Peg(locator: "l\($0.0)", currency: CurrencyID($0.0), rate: $0.1) })
    }

    static func rules(_ base: Int64 = 1, distance: Int = 10) -> MarketRules {
        MarketRules(baseLocator: "l\(base)", baseCurrency: CurrencyID(base), maxDistanceToBase: distance)
    }

    @Test("prices are rounded to 32 bits at each link, and end at the greatest distance")
    func chain() throws {
        let currencies = (1...12).map { id in
            Self.currency(Int64(id), peg: id == 1 ? nil : (Int64(id) - 1, 1.1))
        }
        let tree = try CurrencyTree(rules: Self.rules(), currencies: currencies)
        let expected = [
            1, 1.100000023841858, 1.2100000381469727, 1.3310000896453857, 1.4641001224517822, 1.6105101108551025,
            1.7715611457824707, 1.9487173557281494, 2.1435890197753906, 2.357948064804077, 2.593742847442627,
        ]
        #expect((1...11).map { Double(tree.price(of: CurrencyID($0))) } == expected)
        #expect(tree.price(of: CurrencyID(12)).isNaN)
        #expect(!tree.isTradable(CurrencyID(12)))
    }

    @Test("a chain of a million pegs is walked without exhausting the stack")
    func longChain() throws {
        let count = 1_000_000
        let currencies = (1...count).reversed().map { id in
            Self.currency(Int64(id), peg: id == 1 ? nil : (Int64(id) - 1, 1))
        }
        let tree = try CurrencyTree(rules: Self.rules(distance: 65535), currencies: currencies)
        #expect(tree.price(of: CurrencyID(65536)) == 1)
        #expect(tree.price(of: CurrencyID(65537)).isNaN)
    }

    @Test("locators are compared byte by byte: canonically equivalent texts are different")
    func unicode() throws {
        let composed = Currency(isConfirmed: true, locator: "caf\u{e9}", id: CurrencyID(2), peg: nil)
        let decomposed = Currency(
            isConfirmed: true, locator: "cafe\u{301}", id: CurrencyID(3),
            peg: Currency.Peg(locator: "caf\u{e9}", currency: CurrencyID(2), rate: 2))
        let rules = MarketRules(baseLocator: "caf\u{e9}", baseCurrency: CurrencyID(2))
        let tree = try CurrencyTree(rules: rules, currencies: [composed, decomposed])
        #expect(tree.price(of: CurrencyID(2)) == 1)
        #expect(tree.price(of: CurrencyID(3)) == 2)
    }

    @Test("the peg of a tradable currency is known although the peg is not tradable itself (TS2 6.3)")
    func pegs() throws {
        let tree = try CurrencyTree(
            rules: Self.rules(101, distance: 2),
            currencies: [
                Self.currency(101, confirmed: false), Self.currency(105, confirmed: false, peg: (101, 5)),
                Self.currency(106, peg: (105, 6)), Self.currency(107, confirmed: false),
                Self.currency(108, peg: (101, 2.1)),
            ])
        #expect(tree.peg(of: CurrencyID(106)) == CurrencyTree.Link(currency: CurrencyID(105), rate: 6))
        #expect(tree.peg(of: CurrencyID(108)).map { Double($0.rate) } == 2.0999999046325684)
        for id in [101, 105, 107, 999] as [Int64] { #expect(tree.peg(of: CurrencyID(id)) == nil) }
        #expect(tree.price(of: CurrencyID(106)) == 30)
    }

    @Test(
        "two prices are the same if they differ by less than 1e-5 in mixed precision (TS 6.5)",
        arguments: [
            (2.0, 2.0, true), (2.00001, 2.0, true), (2.000019, 2.0, true), (2.00002, 2.0, false), (1.9999801, 2.0, true),
            (1.99998, 2.0, false), (-1.0, -1.000001, true), (0, 0, false), (1, -0.0, false), (.nan, 1, false),
            (.infinity, .infinity, false), (1, .infinity, false),
        ] as [(Float, Float, Bool)])
    func tolerance(bid: Float, market: Float, isSame: Bool) {
        #expect(isSamePrice(bid, market) == isSame)
    }
}
