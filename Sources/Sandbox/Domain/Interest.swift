import Foundation
import SMPProtocol

/// The formulas of AA 5. Interest is the one place where money is not an integer; the integer part is added with integers.
enum Interest {
    /// The continuous rate per second that belongs to percents per year: ln(1 + r/100) / 31557600 (AA 5.1).
    static func ratePerSecond(percentPerYear rate: Double) -> Double {
        log1p(rate / 100) / AuthorityRules.secondsPerYear
    }

    /// The interest that has accumulated when the state is so many seconds old (AA 5.1, 5.2). Only positive balances earn or pay.
    static func accumulated(principal: Int64, interest: Double, rate: Float, seconds: Double) -> Double {
        let base = Double(principal) + interest
        guard base > 0 else { return interest }
        return interest + base * expm1(ratePerSecond(percentPerYear: Double(rate)) * max(0, seconds))
    }

    /// The interest on an amount for the time between its commit and its arrival (AA 5.5).
    static func inFlight(
        amount: Int64, committedAt: Timestamp, now: Timestamp, rate: Float, previousRate: Float, rateChangedAt: Timestamp
    ) -> Double {
        let end = max(committedAt, now)
        let change = min(rateChangedAt, end)
        let whole = end.seconds(since: committedAt)
        let before = max(change.seconds(since: committedAt), 0)
        let after = min(end.seconds(since: change), whole)
        let exponent =
            ratePerSecond(percentPerYear: Double(previousRate)) * before + ratePerSecond(percentPerYear: Double(rate)) * after
        return Double(amount) * expm1(exponent)
    }

    /// What is left of a locked amount after demurrage at the worst rate (AA 6.6).
    static func reserved(locked: Int64, demurrageRate: Double, seconds: Double) -> Double {
        Double(locked) * exp(ratePerSecond(percentPerYear: demurrageRate) * max(0, seconds))
    }

    /// The nearest amount of money: integers from −(2^63−1) to 2^63−1, rounded down first (AA 5.1).
    static func floorToAmount(_ value: Double) -> Int64 {
        clamp(Int64(exactlyOrClamped: value.rounded(.down)))
    }

    /// The amount, never −2^63 (AA 5.1).
    static func clamp(_ amount: Int64) -> Int64 { max(amount, -Int64.max) }

    /// The sum, clamped; and whether it had to be.
    static func sum(_ a: Int64, _ b: Int64) -> (amount: Int64, isClamped: Bool) {
        let (sum, overflow) = a.addingReportingOverflow(b)
        if overflow { return (a < 0 ? -Int64.max : Int64.max, true) }
        return (clamp(sum), sum == Int64.min)
    }
}

extension Int64 {
    /// The integral value, or the nearest one that fits; 0 for NaN.
    init(exactlyOrClamped value: Double) {
        if value.isNaN {
            self = 0
        } else if value >= 0x1p63 {
            self = .max
        } else if value < -0x1p63 {
            self = .min
        } else {
            self = Int64(value)
        }
    }
}
