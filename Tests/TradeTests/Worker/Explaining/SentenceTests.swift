import SMPProtocol
import Testing

@testable import Trade

@Suite("Explanations in words")
struct SentenceTests {
    private func sentence(_ obstacle: Obstacle, wanted: Int64 = -1_234_567, traded: Int64 = 0) -> String {
        Explanation(key: Sample.user, turn: 7, wantedAmount: wanted, tradedAmount: traded, obstacle: obstacle).sentence
    }

    @Test("each reason says something of its own, of sales and of purchases")
    func all() {
        for wanted in [Int64.min, .max] {
            let sentences = Obstacle.Reason.allCases.map { sentence(Obstacle($0), wanted: wanted) }
            #expect(Set(sentences).count == Obstacle.Reason.allCases.count)
            #expect(sentences.allSatisfy { $0.hasPrefix("wanted to \(wanted < 0 ? "sell" : "buy") 9,223,372,036,854,775,807, but ") })
        }
    }

    @Test("details are told")
    func details() {
        let failure = Obstacle.FailedFetch(at: Sample.now, status: 404)
        #expect(
            sentence(Obstacle(.pegNotKnown, otherDebtor: 77, failedFetch: failure)) == """
                wanted to sell 1,234,567, but the currency leads by its pegs to that of debtor 77, whose document is not known; \
                the last try to fetch its document failed at 2026-03-01T00:00:00+00:00: status 404
                """)
        #expect(
            sentence(Obstacle(.notConfirmed, failedFetch: .init(at: Sample.now, status: nil))).hasSuffix(
                ": no answer, or no valid document"))
        #expect(sentence(Obstacle(.lockRefused, code: "TIMEOUT")).hasSuffix("refused to lock an amount: TIMEOUT"))
        #expect(
            sentence(Obstacle(.priceDiffers, prices: .init(own: 2, market: 1.5))).hasSuffix("price for it is 2.0, and the market's is 1.5"))
        #expect(sentence(Obstacle(.marketTookPart), wanted: 50, traded: 20) == "wanted to buy 50, and bought 20: the market needed no more")
        #expect(sentence(Obstacle(.noCounterpart), wanted: 50).hasSuffix("nothing that the creditor would sell in return"))
    }

    @Test("a policy says what it would do now")
    func now() {
        func policy(_ principal: Int64, name: String? = "conservative", _ limits: ClosedRange<Int64>) -> String {
            var policy = TradingPolicy(key: Sample.user)
            policy.apply(Sample.ledger(principal: principal))
            policy.apply(Sample.policy(name: name, min: limits.lowerBound, max: limits.upperBound))
            return policy.presentSentence(Sample.rules)
        }
        #expect(policy(5, name: nil, 10...20) == "has no trading policy")
        #expect(policy(15, 10...20) == "its balance is 15, which is within the limits: there is nothing to trade")
        #expect(policy(99_999, 100_000...200_000) == "its balance is 99,999, and the difference is too small to be traded")
        #expect(policy(5, 10...20) == "its balance is 5: 6 would be bought")
        #expect(policy(25, 10...20) == "its balance is 25: 5 would be sold")
    }
}
