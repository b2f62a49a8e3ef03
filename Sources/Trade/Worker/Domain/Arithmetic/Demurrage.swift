import Glibc
import SMPProtocol

/// How the rates of accounts shrink amounts (TW 3.6, 3.7).
enum Demurrage {
    /// Below this rate (percents per year) nothing is left of anything.
    private static let leastRate = -99.9999

    /// TW 3.6 `calc_k`: the continuous rate per second.
    static func perSecond(_ ratePercent: Double) -> Double { log(1 + ratePercent / 100) / Constants.secondsInYear }

    /// TW 3.6 `calc_demurrage`: what is left of one token after some time.
    ///
    /// - Parameters:
    ///   - ratePercent: per year; rates above 0 count as 0.
    ///   - seconds: negative ones count as 0.
    /// - Returns: 0...1.
    static func factor(ratePercent: Double, seconds: Double) -> Double {
        guard ratePercent >= leastRate else { return 0 }
        return min(exp(perSecond(ratePercent) * max(0, seconds)), 1)
    }

    /// TW 3.6, from one moment to another.
    static func factor(ratePercent: Double, from: Timestamp, to: Timestamp) -> Double {
        factor(ratePercent: ratePercent, seconds: to.seconds(since: from))
    }

    /// TW 3.7 `calc_balance_at`: what an account has at a moment, when the rate does not change.
    static func balance(principal: Int64, interest: Double, ratePercent: Double, since: Timestamp, at moment: Timestamp) -> Double {
        let balance = Double(principal) + interest
        guard balance > 0 else { return balance }
        guard ratePercent >= leastRate else { return 0 }
        return balance * exp(perSecond(ratePercent) * max(0, moment.seconds(since: since)))
    }
}
