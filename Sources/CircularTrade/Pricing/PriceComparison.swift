/// Whether a trader's price agrees with the market's (TS 6.5). The mixture of widths is part of the rule: the quotient is
/// taken in 32 bits, its difference from one in 64 bits. NaN and infinite prices agree with nothing, nor does zero.
public func isSamePrice(_ bidPrice: Float, _ marketPrice: Float) -> Bool {
    guard marketPrice != 0 else { return false }
    let quotient = bidPrice / marketPrice
    return (1.0 - Double(quotient)).magnitude < Double(1e-5 as Float)
}
