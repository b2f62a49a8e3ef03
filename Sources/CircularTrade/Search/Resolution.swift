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

    /// The tokens that are worth a value, and the fraction of a token that is left.
    ///
    /// Precondition: the value is not greater than that of some 64-bit amount at this price.
    func tokens(worth value: Int64, at price: Price) -> (whole: Int64, fraction: Double) {
        let shift = price.exponent - exponent
        if shift > 0 {
            // A token is worth more quanta than its price has bits.
            if shift >= 62 || price.mantissa > UInt64(Int64.max) >> UInt64(shift) { return (0, 0) }
            let divisor = Int64(price.mantissa) << Int64(shift)
            let (whole, rest) = value.quotientAndRemainder(dividingBy: divisor)
            return (whole, Double(rest) / Double(divisor))
        }
        // Long division of value × 2^-shift by the mantissa, which has 24 bits, 40 bits at a time.
        var (whole, rest) = UInt64(value).quotientAndRemainder(dividingBy: price.mantissa)
        var bits = value == 0 ? 0 : -shift
        while bits > 0 {
            let step = min(bits, 40)
            precondition(whole.leadingZeroBitCount > step, "a value beyond all amounts")
            let (digit, next) = (rest << UInt64(step)).quotientAndRemainder(dividingBy: price.mantissa)
            (whole, rest) = (whole << UInt64(step) + digit, next)
            bits -= step
        }
        return (Int64(whole), Double(rest) / Double(price.mantissa))
    }
}

extension Resolution {
    /// How many tokens a quantum is worth; 0 if it is not less than one.
    @inline(__always)
    func tokensOfQuantum(at price: Price) -> Double {
        let tokens = Double(sign: .plus, exponent: exponent - price.exponent, significand: 1) / Double(price.mantissa)
        return tokens < 1 ? tokens : 0
    }
}

/// A finite price greater than zero as mantissa × 2^exponent, exactly.
struct Price {
    let mantissa: UInt64
    let exponent: Int

    @inline(__always)
    init(_ price: Float) {
        assert(price > 0 && price.isFinite)
        let bits = price.bitPattern
        let biased = Int(bits >> 23 & 0xff)
        mantissa = UInt64(bits & 0x7f_ffff) | (biased == 0 ? 0 : 0x80_0000)
        exponent = max(biased, 1) - 150
    }
}
