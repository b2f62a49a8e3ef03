import SMPProtocol
import TestSupport
import Testing

@testable import Trade

@Suite("Demurrage and rounding (TW 3.6, 3.7, 30.12)")
struct ArithmeticTests {
    @Test("demurrage never lets an amount grow, and leaves nothing below −99.9999 %")
    func factors() {
        #expect(Demurrage.factor(ratePercent: 10, seconds: 1e9) == 1)
        #expect(Demurrage.factor(ratePercent: -50, seconds: -1) == 1)
        #expect(Demurrage.factor(ratePercent: -100, seconds: 0) == 0)
        #expect(Demurrage.factor(ratePercent: -100, seconds: -1) == 0)
        #expect(abs(Demurrage.factor(ratePercent: -50, seconds: Constants.secondsInYear) - 0.5) < 1e-12)
    }

    @Test("a balance shrinks and grows with its rate, but only above zero")
    func balance() {
        let year = Sample.now.adding(microseconds: 31_557_600_000_000)
        func balance(_ principal: Int64, _ rate: Double) -> Double {
            Demurrage.balance(principal: principal, interest: 0, ratePercent: rate, since: Sample.now, at: year)
        }
        #expect(abs(balance(1000, -10) - 900) < 1e-9)
        #expect(abs(balance(1000, 10) - 1100) < 1e-9)
        #expect(balance(-1000, 10) == -1000)
        #expect(balance(1000, -100) == 0)
        #expect(Demurrage.balance(principal: 5, interest: -1, ratePercent: -10, since: year, at: Sample.now) == 4)
    }

    @Test("small products are the public implementation's, to the token")
    func smallProducts() {
        #expect(roundedAgainstPayout(10_000, 0.95) == 9500)
        #expect(roundedAgainstPayout(3, 0.9999) == 2)
        #expect(roundedAgainstPayout(7, 1) == 7)
        #expect(roundedAgainstPayout(0, 1) == 0)
        #expect(roundedAgainstPayout(.max, 0) == 0)
        #expect(roundedUpToCover(1000, after: 0.5) == 2000)
        #expect(roundedUpToCover(1000, after: 0.3) == 3334)
        #expect(roundedUpToCover(1, after: 0) == .max)
        #expect(roundedUpToCover(0, after: 0) == 0)
        #expect(roundedUpToCover(.max, after: 0.5) == .max)
    }

    @Test("no token of a great amount is lost or made", arguments: [1, 2, 3] as [UInt64])
    func greatAmounts(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        #expect(roundedAgainstPayout(.max, 1) == .max)
        #expect(roundedAgainstPayout((1 << 53) + 1, 1) == (1 << 53) + 1)
        for _ in 0..<2000 {
            let amount = Int64.random(in: (1 << 53)...Int64.max, using: &random)
            let factor = Double.random(in: 0.0001...1, using: &random)
            let rest = roundedAgainstPayout(amount, factor)
            // rest <= amount · factor < rest + 1, in exact numbers.
            #expect(exactly(amount, times: factor, isAtLeast: rest) && !exactly(amount, times: factor, isAtLeast: rest + 1))
            let needed = roundedUpToCover(rest, after: factor)
            #expect(exactly(needed, times: factor, isAtLeast: rest), "\(needed) · \(factor) covers \(rest)")
            let twice = roundedAgainstPayout(amount, 0.9999, factor)
            #expect(twice <= roundedAgainstPayout(amount, factor))
        }
    }

    /// Whether amount · factor ≥ limit, without rounding.
    private func exactly(_ amount: Int64, times factor: Double, isAtLeast limit: Int64) -> Bool {
        let significand = Int128(factor.significandBitPattern | 1 << 52)
        return Int128(amount) * significand >= Int128(limit) << Int128(52 - factor.exponent)
    }

    @Test("shares never add up to more than there is, and to less by less than one token each", arguments: 1...20 as ClosedRange<UInt64>)
    func shares(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let top: Int64 = random.pick([10, 12_000, 1 << 40, 1 << 58])
        let amounts = (0..<9).map { _ in Int64.random(in: 2...top, using: &random) }
        let total = amounts.reduce(0, +)
        let available = Int64.random(in: 0...total, using: &random)
        let shares = amounts.map { shareRoundedAgainstPayout(of: $0, available: available, total: total) }
        #expect(shares.reduce(0) { $0 + Int128($1) } <= Int128(available))
        for (share, amount) in zip(shares, amounts) {
            #expect(share <= Double(amount))
            let exact = Double(amount) * (Double(available) / Double(total))
            #expect(abs(share - exact) <= exact * 1e-15)
        }
        #expect(amounts.allSatisfy { shareRoundedAgainstPayout(of: $0, available: total, total: total) <= Double($0) })
    }

    @Test("what is whole stays whole")
    func wholeShares() {
        #expect(shareRoundedAgainstPayout(of: 12_000, available: 11_995, total: 12_000) == 11_995)
        #expect(shareRoundedAgainstPayout(of: 3000, available: 9000, total: 9000) == 3000)
        #expect(shareRoundedAgainstPayout(of: 3000, available: 3000, total: 9000) == 1000)
        #expect(shareRoundedAgainstPayout(of: 5, available: 0, total: 9) == 0)
    }

    @Test("what does not fit into 64 bits is as near as possible")
    func clamping() {
        #expect(clampedToInt64(Double.nan) == 0)
        #expect(clampedToInt64(1e30) == .max && clampedToInt64(-1e30) == -.max)
        #expect(clampedToInt64(Int128(Int64.min)) == -.max && clampedToInt64(Int128.max) == .max)
    }
}
