// The one arithmetic of amounts (TW 30.12). Every function says in its name to which side it rounds, and what does not fit into 64 bits is
// as near as possible (TW 3.4).
//
// Up to 2^53, where 64-bit floats hold every whole number, the results are the public implementation's, to the last token. Above, where its
// floats lose tokens, whole numbers of 128 bits are used.

/// Above this not every whole number is a 64-bit float.
private let exactFloatLimit: UInt64 = 1 << 53

/// Toward zero; NaN is nothing.
func clampedToInt64(_ x: Double) -> Int64 {
    if x.isNaN { return 0 }
    if x >= 0x1p63 { return .max }
    if x <= -0x1p63 { return -.max }
    return Int64(x)
}

/// TW 3.4 `contain_principal_overflow`: never the least number, which has no opposite.
func clampedToInt64(_ x: Int128) -> Int64 { Int64(min(max(x, -Int128(Int64.max)), Int128(Int64.max))) }

/// What is certainly left of an amount after some losses, at most the exact product: rounds against the payout.
///
/// - Parameters:
///   - amount: not negative.
///   - factors: each 0...1; multiplied from left to right.
func roundedAgainstPayout(_ amount: Int64, _ factors: Double...) -> Int64 {
    precondition(amount >= 0 && factors.allSatisfy { (0...1).contains($0) }, "only losses of what is there")
    if amount.magnitude <= exactFloatLimit {
        return clampedToInt64(factors.reduce(Double(amount), *).rounded(.down))
    }
    // One step down for each rounding of the product of the factors.
    let factor = factors.dropFirst().reduce(factors.first ?? 1) { ($0 * $1).nextDown }
    return flooredProduct(amount, max(0, factor))
}

/// What must be locked now, so that the amount is still there after losses: rounds up. The most there is, when nothing would be left.
///
/// - Parameters:
///   - amount: not negative.
///   - factor: 0...1.
func roundedUpToCover(_ amount: Int64, after factor: Double) -> Int64 {
    precondition(amount >= 0 && (0...1).contains(factor), "only losses of what is there")
    guard amount > 0 else { return 0 }
    guard factor > 0 else { return .max }
    let quotient = Double(amount) / factor
    if quotient <= Double(exactFloatLimit) || !quotient.isFinite || quotient >= 0x1p63 { return clampedToInt64(quotient.rounded(.up)) }
    return ceiledQuotient(amount, factor)
}

/// The part of what is available that belongs to one of several amounts, in proportion: rounds against the payout, so that all parts
/// together never exceed what is available (TW 21.2, 21.3).
///
/// - Parameters:
///   - amount: one of the amounts, not negative.
///   - available: 0...total.
///   - total: of all amounts, greater than 0.
func shareRoundedAgainstPayout(of amount: Int64, available: Int64, total: Int64) -> Double {
    precondition(amount >= 0 && total > 0 && (0...total).contains(available), "a share of something that is there")
    let product = UInt128(amount.magnitude) * UInt128(available.magnitude)
    let (whole, rest) = product.quotientAndRemainder(dividingBy: UInt128(total.magnitude))
    guard whole < exactFloatLimit else { return doubleRoundedDown(whole) }
    let fraction = Double(rest) / Double(total)
    let share = Double(whole) + fraction
    // Rounded to nearest it may be a little too great; the exact comparison is share·total <= amount·available.
    return exceeds(share, product, over: UInt128(total.magnitude)) ? share.nextDown : share
}

// MARK: Exact products

/// A finite float greater than 0 as `significand · 2^exponent`.
private func parts(of x: Double) -> (significand: UInt64, exponent: Int) {
    let significand = x.significandBitPattern | (x.isNormal ? 1 << 52 : 0)
    return (significand, (x.isNormal ? Int(x.exponent) : -1022) - 52)
}

/// ⌊amount · factor⌋ for a factor of 0...1.
private func flooredProduct(_ amount: Int64, _ factor: Double) -> Int64 {
    guard factor > 0 else { return 0 }
    let (significand, exponent) = parts(of: factor)
    let product = UInt128(amount.magnitude) * UInt128(significand)
    return Int64(-exponent >= 128 ? 0 : product >> UInt128(-exponent))
}

/// ⌈amount / factor⌉ for a factor in (0, 1] and a quotient below 2^63.
private func ceiledQuotient(_ amount: Int64, _ factor: Double) -> Int64 {
    let (significand, exponent) = parts(of: factor)
    // The quotient fits into 63 bits, so that amount · 2^−exponent has at most 116.
    let numerator = UInt128(amount.magnitude) << UInt128(-exponent)
    let (quotient, rest) = numerator.quotientAndRemainder(dividingBy: UInt128(significand))
    return Int64(clamping: quotient + (rest > 0 ? 1 : 0))
}

/// The greatest float that is not greater.
private func doubleRoundedDown(_ x: UInt128) -> Double {
    let nearest = Double(x)
    return UInt128(nearest) > x ? nearest.nextDown : nearest
}

/// Whether `share · total > product`, exactly; the share is less than 2^53.
private func exceeds(_ share: Double, _ product: UInt128, over total: UInt128) -> Bool {
    guard share > 0 else { return false }
    let (significand, exponent) = parts(of: share)
    let left = UInt128(significand) * total
    guard exponent < 0 else { return left << UInt128(exponent) > product }
    // left / 2^−exponent > product, without losing the bits that are shifted out.
    guard -exponent < 128 else { return product == 0 }
    let (whole, lost) = (left >> UInt128(-exponent), left & ((1 << UInt128(-exponent)) - 1))
    return whole > product || (whole == product && lost > 0)
}
