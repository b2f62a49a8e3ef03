/// The unit in which values are counted while searching: a *quantum* is a power of two of base currency tokens, chosen
/// such that what can go into a node, or out of it, stays below 2^63 quanta. So every sum fits into 64 bits, every value
/// that moves is a whole number, and what a trader gives is exactly what he gets.
///
/// An offer that is worth less than 2^12 quanta is *too fine* for the resolution: it waits for a finer one, which the
/// solver uses afterwards. (Not before an offer is worth less than 2^-50 of what can pass through the busiest node.)
struct Resolution {
    /// A quantum is worth 2^exponent base currency tokens.
    let exponent: Int

    private static let bits = 63
    /// The least value of an offer that takes part.
    static let finestOffer: Int64 = 1 << 12
    /// No offer counts for more; see ``quanta(of:at:)``.
    static let maximum = Int64.max - 1
    /// Room for the rounding of sums in floating point.
    static let generosity = 1.000_001

    /// The finest resolution at which this value, in base currency tokens, is below 2^63 quanta.
    init(greatestSum: Double) {
        precondition(greatestSum > 0 && greatestSum.isFinite)
        exponent = Int((greatestSum * Self.generosity * Self.generosity).exponent) + 1 - Self.bits
    }

    private init(exponent: Int) { self.exponent = exponent }

    /// The next one that is less fine.
    var coarser: Resolution { Resolution(exponent: exponent + 1) }

    /// What an amount is worth, rounded down, at most ``maximum``.
    @inline(__always)
    func quanta(of amount: Int64, at price: Price) -> Int64 {
        let product = UInt128(UInt64(amount)) &* UInt128(price.mantissa)
        let shift = price.exponent - exponent
        if shift <= 0 {
            return shift <= -128 ? 0 : Int64(min(product &>> UInt128(-shift), UInt128(Self.maximum)))
        }
        if product == 0 { return 0 }
        return shift >= 63 || product > UInt128(Self.maximum) &>> UInt128(shift)
            ? Self.maximum : Int64(product &<< UInt128(shift))
    }

    /// A value in base currency tokens that is no smaller, up to ``maximum``, although sums in floating point may be a little
    /// too small.
    func quanta(of value: Double) -> Int64 {
        let generous = Double(sign: .plus, exponent: -exponent, significand: value) * Self.generosity + 1
        return generous < Double(Self.maximum) ? Int64(generous) : Self.maximum
    }

    /// The tokens that are worth a value. What is left is a part of the next one, in units of 2^-32 token, rounded up.
    ///
    /// Precondition: the value is not greater than that of some 64-bit amount at this price.
    func tokens(worth value: Int64, at price: Price) -> (whole: Int64, part: UInt32) {
        precondition(value >= 0)
        let shift = price.exponent - exponent
        let (whole, part) =
            shift > 0
            ? Self.divide(UInt64(value), byShiftedMantissa: price.mantissa, shift: shift)
            : Self.divideShifted(UInt64(value), shift: -shift, byMantissa: price.mantissa)
        return part >> 32 == 0 ? (Int64(whole), UInt32(part)) : (Int64(whole + 1), 0)
    }

    /// value ÷ (mantissa × 2^shift), as whole number and part.
    private static func divide(_ value: UInt64, byShiftedMantissa mantissa: UInt64, shift: Int) -> (whole: UInt64, part: UInt64) {
        guard shift < mantissa.leadingZeroBitCount else {
            // A token is worth more than all values.
            let divisor = UInt128(mantissa) << UInt128(min(shift, 100))
            return (0, UInt64((UInt128(value) << 32 + divisor - 1) / divisor))
        }
        let divisor = mantissa << UInt64(shift)
        let (whole, rest) = value.quotientAndRemainder(dividingBy: divisor)
        let (part, remainder) = divisor.dividingFullWidth((rest >> 32, rest << 32))
        return (whole, remainder > 0 ? part + 1 : part)
    }

    /// value × 2^shift ÷ mantissa, as whole number and part: long division, 40 bits at a time.
    private static func divideShifted(_ value: UInt64, shift: Int, byMantissa mantissa: UInt64) -> (whole: UInt64, part: UInt64) {
        var (whole, rest) = value.quotientAndRemainder(dividingBy: mantissa)
        var bits = value == 0 ? 0 : shift
        while bits > 0 {
            let step = min(bits, 40)
            precondition(whole.leadingZeroBitCount > step, "a value beyond all amounts")
            let (digit, next) = (rest << UInt64(step)).quotientAndRemainder(dividingBy: mantissa)
            (whole, rest) = (whole << UInt64(step) + digit, next)
            bits -= step
        }
        return (whole, (rest << 32 + mantissa - 1) / mantissa)
    }
}

/// A finite price greater than zero as mantissa × 2^exponent, exactly.
struct Price {
    let mantissa: UInt64
    let exponent: Int

    /// The price of 2^-32 token.
    var ofPart: Price { Price(mantissa: mantissa, exponent: exponent - 32) }

    private init(mantissa: UInt64, exponent: Int) { (self.mantissa, self.exponent) = (mantissa, exponent) }

    @inline(__always)
    init(_ price: Float) {
        assert(price > 0 && price.isFinite)
        let bits = price.bitPattern
        let biased = Int(bits >> 23 & 0xff)
        mantissa = UInt64(bits & 0x7f_ffff) | (biased == 0 ? 0 : 0x80_0000)
        exponent = max(biased, 1) - 150
    }
}
