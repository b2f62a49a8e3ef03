import CircularTrade
import Testing

@testable import Demo

@Suite struct OfferTests {
    @Test(
        arguments: [
            (100, 0, 60, -40), (100, 100, 100, nil), (100, 120, 150, 20), (0, .min, .max, nil), (.min, .max, .max, .max),
            (.max, .min, .min, -.max),
        ] as [(Int64, Int64, Int64, Int64?)])
    func anOfferIsWhatIsOutsideOfTheBounds(_ balance: Int64, _ minimum: Int64, _ maximum: Int64, _ amount: Int64?) {
        let offer = Offer(trader: 1, currency: 2, balance: balance, minPrincipal: minimum, maxPrincipal: maximum)
        #expect(offer?.amount == amount)
    }

    @Test func twoWhoWantWhatTheOtherGivesCanSwap() {
        var offers = [
            Offer(trader: 1, currency: 7, amount: -5), Offer(trader: 1, currency: 8, amount: 5),
            Offer(trader: 2, currency: 8, amount: -5), Offer(trader: 2, currency: 9, amount: 5),
            Offer(trader: 3, currency: 9, amount: -5), Offer(trader: 3, currency: 7, amount: 5),
        ]
        #expect(offers.directSwap() == nil)
        offers.append(Offer(trader: 2, currency: 7, amount: 1))
        #expect(offers.directSwap().map { [$0.0, $0.1] } == [TraderID(1), TraderID(2)])
    }
}

extension TraderID: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int64) { self.init(value) }
}

extension CurrencyID: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int64) { self.init(value) }
}
