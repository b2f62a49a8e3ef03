import CircularTrade
import SMPProtocol
import Testing

@testable import Trade

@Suite("Why bids are no offers (TW 14.3, TS 6.4)")
struct BidExplanationTests {
    private static let base: Int64 = 101
    private static let rules = MarketRules(
        baseLocator: "base", baseCurrency: CurrencyID(base), maxDistanceToBase: 3, minTradeAmount: 1000)

    private static func currency(_ id: Int64, peg: Int64? = nil, isConfirmed: Bool = true, pegLocator: String? = nil) -> Currency {
        Currency(
            isConfirmed: isConfirmed, locator: id == base ? "base" : "l\(id)", id: CurrencyID(id),
            peg: peg.map { .init(locator: pegLocator ?? ($0 == base ? "base" : "l\($0)"), currency: CurrencyID($0), rate: 2) })
    }

    /// 1 → 2 → 3 → 4 → base is one step too many; 5 and 6 are each other's.
    private static let currencies = [
        currency(base), currency(4, peg: base), currency(3, peg: 4), currency(2, peg: 3), currency(1, peg: 2), currency(5, peg: 6),
        currency(6, peg: 5), currency(7), currency(8, peg: base, isConfirmed: false), currency(9, peg: 77),
        currency(10, peg: 4, pegLocator: "wrong"), currency(11, peg: 9),
    ]

    private static func known() throws -> KnownCurrencies {
        KnownCurrencies(tree: try CurrencyTree(rules: rules, currencies: currencies), currencies: currencies)
    }

    @Test(
        "a currency that cannot be traded has a reason",
        arguments: [
            (8, Obstacle(.notConfirmed)), (99, Obstacle(.notConfirmed)), (7, Obstacle(.notPegged)),
            (9, Obstacle(.pegNotKnown, otherDebtor: 77)), (10, Obstacle(.pegNotKnown, otherDebtor: 4)),
            (11, Obstacle(.pegNotKnown, otherDebtor: 77)), (1, Obstacle(.tooFarFromBase)), (5, Obstacle(.tooFarFromBase)),
        ] as [(Int64, Obstacle)])
    func currencies(id: Int64, obstacle: Obstacle) throws {
        let known = try Self.known()
        #expect(!known.tree.isTradable(CurrencyID(id)))
        #expect(known.obstacle(of: CurrencyID(id)) == obstacle)
    }

    /// The explanations of all policies of one creditor.
    private func explain(_ policies: [TradingPolicy]) throws -> [Int64: Obstacle] {
        let known = try Self.known()
        var processor = BidProcessor(tree: known.tree)
        let bids = policies.map { $0.bid(Sample.rules) }
        let explanations = BidExplanations(turn: Sample.turnID, Sample.rules, known).explain(policies, bids, try processor.judge(bids))
        #expect(explanations.allSatisfy { $0.turn == Sample.turnID && $0.tradedAmount == 0 && $0.wantedAmount != 0 })
        return Dictionary(uniqueKeysWithValues: explanations.map { ($0.key.debtor.rawValue, $0.obstacle) })
    }

    /// Wants to buy (positive) or to sell (negative) an amount.
    private func policy(
        _ debtor: Int64, _ amount: Int64, peg: (DebtorID, Double)? = nil, _ change: (inout TradingPolicy) -> Void = { _ in }
    ) -> TradingPolicy {
        let key = AccountKey(creditor: Sample.creditor, debtor: DebtorID(debtor))
        var policy = TradingPolicy(key: key)
        policy.apply(Sample.ledger(key, principal: max(0, -amount)))
        policy.apply(Sample.policy(key, min: max(0, amount), max: max(0, amount), peg: peg))
        change(&policy)
        return policy
    }

    @Test("what becomes an offer, and what nobody wanted, needs no explanation")
    func fine() throws {
        #expect(try explain([policy(Self.base, 5000), policy(4, -5000, peg: (101, 2))]).isEmpty)
        #expect(try explain([policy(Self.base, 0), policy(8, 0), policy(4, 0, peg: (101, 2))]).isEmpty)
        #expect(try explain([policy(8, 5000) { $0.wishes.policyName = nil }]).isEmpty)
    }

    @Test("each verdict has its reason")
    func verdicts() throws {
        let found = try explain([
            policy(Self.base, 5000), policy(2, -5000), policy(3, -5000, peg: (4, 3)), policy(4, -999, peg: (101, 2)),
            policy(8, -5000, peg: (101, 2)), policy(7, 5000, peg: (101, 1)),
        ])
        #expect(found[Self.base] == Obstacle(.noCounterpart))
        #expect(found[2] == Obstacle(.noOwnPrice))
        #expect(found[3] == Obstacle(.priceDiffers, prices: .init(own: 6, market: 4)))
        #expect(found[4] == Obstacle(.tooSmall))
        #expect(found[8] == Obstacle(.notConfirmed) && found[7] == Obstacle(.notPegged))
    }

    @Test("an account that cannot be used explains itself, whatever the market thinks")
    func accounts() throws {
        let found = try explain([
            policy(8, 5000) { $0.apply(Sample.flags($0.key, flags: 1)) },
            policy(9, 5000) { $0.apply(Sample.ledger($0.key, updateID: 2, accountID: "")) },
            policy(10, -5000) { $0.ledger.accountID = .none },
        ])
        #expect(found == [8: Obstacle(.accountIsClosing), 9: Obstacle(.noAccountID), 10: Obstacle(.noAccountID)])
    }
}
