import SMPProtocol
import Testing

@testable import Creditors

@Suite("Interest (CA 6.8, CA-API 12.10)")
struct InterestTests {
    private func interest(_ principal: Int64, _ interest: Double, rate: Float, days: Double = 0) -> Int64 {
        let since = Sample.now.adding(microseconds: -Int64(days * Double(Sample.day)))
        return shownInterest(principal: principal, interest: interest, ratePercent: rate, since: since, now: Sample.now)
    }

    @Test(
        "what is shown",
        arguments: [
            (0, 11.0, 0, 0, 11), (0, 11.5, 0, 0, 11), (0, -0.5, 0, 0, -1), (0, .nan, 0, 0, 0), (0, 1e20, 0, 0, .max),
            (0, -1e20, 0, 0, .min),
            (1000, 0, -100, 1, -1000), (1000, 0, -50, 365.25, -500), (1000, 0, 100, -1, 0), (-1000, -5.5, 10, 366, -6),
            (1000, -2000, 10, 366, -2000), (1_000_000_000_000_000, 0, 1e30, 36525, .max), (.max, 1e20, 0, 0, .max),
        ] as [(Int64, Double, Float, Double, Int64)])
    func cases(principal: Int64, accrued: Double, rate: Float, days: Double, shown: Int64) {
        #expect(interest(principal, accrued, rate: rate, days: days) == shown)
    }

    @Test("a balance of 1000 at 12.5 percent for 366 days has earned about 135, the first ten included")
    func year() {
        #expect((133...137).contains(interest(990, 10, rate: 12.5, days: 366)))
    }
}
