import Glibc
import SMPProtocol

/// CA 6.8, CA-API 12.10: the interest that a ledger shows.
///
/// - Parameters:
///   - principal: as the accounting authority reported it.
///   - interest: likewise, accrued until `since`.
///   - ratePercent: per year.
/// - Returns: whole units, rounded down, within 64 bits.
func shownInterest(principal: Int64, interest: Double, ratePercent: Float, since: Timestamp, now: Timestamp) -> Int64 {
    let balance = Double(principal) + interest
    guard balance > 0 else { return wholeUnits(interest) }
    let seconds = max(0, now.seconds(since: since))
    let growth = 1 + Double(ratePercent) / 100
    let grown = growth > 0 ? balance * exp(log(growth) * seconds / Constants.secondsInYear) : 0
    return wholeUnits(grown - Double(principal))
}

/// NaN is nothing; what does not fit is as near as possible.
private func wholeUnits(_ x: Double) -> Int64 {
    guard !x.isNaN else { return 0 }
    let floored = x.rounded(.down)
    if floored >= 0x1p63 { return .max }
    if floored < -0x1p63 { return .min }
    return Int64(floored)
}
