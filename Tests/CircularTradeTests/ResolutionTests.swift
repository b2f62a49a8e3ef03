import Testing

@testable import CircularTrade

@Suite("Values as quanta and as tokens (TS 16.1)")
struct ResolutionTests {
    /// A price, an amount, and a resolution at which it is worth less than 2^63 quanta.
    private static func sample(_ draw: inout SplitMix64) -> (price: Price, amount: Int64, resolution: Resolution) {
        while true {
            let price = Float(bitPattern: UInt32(1 + draw.below(0x7f7f_ffff)))
            let amount = Int64(bitPattern: (draw.next() >> 1) >> draw.below(63))
            let value = Double(price) * Double(amount) * Double(sign: .plus, exponent: Int(draw.below(60)), significand: 1)
            if value > 0 { return (Price(price), amount, Resolution(greatestSum: value)) }
        }
    }

    @Test("tokens and their part are a value divided by the price, rounded up to 2^-32 token")
    func tokens() {
        var draw = SplitMix64(seed: 1)
        var exact = 0
        for _ in 0..<100_000 {
            let (price, amount, resolution) = Self.sample(&draw)
            // All of the amount's value, or a part of it.
            let value = resolution.quanta(of: amount, at: price) >> Int64(draw.below(2) * draw.below(63))
            let (whole, part) = resolution.tokens(worth: value, at: price)
            #expect(whole <= amount, "\(value) quanta at \(price), \(resolution)")
            let shift = price.exponent - resolution.exponent
            if shift > 60 { continue }
            let units = UInt128(UInt64(whole)) << 32 + UInt128(part)
            let divisor = UInt128(price.mantissa) << UInt128(max(shift, 0))
            let shifted = UInt128(UInt64(value)) << UInt128(max(-shift, 0))
            // The part is the least one that is enough.
            let (quotient, rest) = shifted.quotientAndRemainder(dividingBy: divisor)
            let expected = quotient << 32 + (rest << 32 + divisor - 1) / divisor
            #expect(units == expected, "\(value) quanta at \(price), \(resolution)")
            if rest == 0 { exact += 1 }
        }
        #expect(exact > 0)
    }

    @Test("a token that is worth more than all values: the least one is a part of it, not nothing")
    func hugeTokens() {
        let price = Price(Float.greatestFiniteMagnitude)
        let resolution = Resolution(greatestSum: 0x1p-60)
        #expect(resolution.tokens(worth: 1, at: price) == (0, 1))
        #expect(resolution.tokens(worth: Int64.max, at: price) == (0, 1))
        #expect(resolution.tokens(worth: 0, at: price) == (0, 0))
    }

    @Test("the value of an amount is rounded down, and is limited")
    func quanta() {
        let resolution = Resolution(greatestSum: 1)
        // The greatest sum, with room for rounding, is below 2^63 quanta.
        #expect(resolution.exponent == -62)
        #expect(resolution.quanta(of: 1, at: Price(0.5)) == 1 << 61)
        #expect(resolution.quanta(of: 2, at: Price(1)) == Resolution.maximum)
        #expect(resolution.quanta(of: .max, at: Price(.greatestFiniteMagnitude)) == Resolution.maximum)
        #expect(resolution.quanta(of: 1, at: Price(0x1p-62)) == 1)
        #expect(resolution.quanta(of: 1, at: Price(Float(0x1p-62).nextDown)) == 0)
        #expect(resolution.quanta(of: 0, at: Price(1)) == 0)
    }
}
