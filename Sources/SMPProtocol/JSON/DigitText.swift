/// Integers as decimal digits.
enum DigitText {
    /// Writes the digits to memory with room for 20 bytes; the number of bytes written.
    @inline(__always)
    static func write(_ value: UInt64, to target: UnsafeMutablePointer<UInt8>) -> Int {
        let length = count(value)
        write(value, width: length, to: target)
        return length
    }

    /// Writes exactly `width` digits, with zeros in front; the value must not have more.
    @inline(__always)
    static func write(_ value: UInt64, width: Int, to target: UnsafeMutablePointer<UInt8>) {
        var value = value
        var index = width
        while index >= 2 {
            let (rest, pair) = value.quotientAndRemainder(dividingBy: 100)
            let tens = pair / 10
            index -= 2
            target[index] = UInt8(truncatingIfNeeded: tens) &+ UInt8(ascii: "0")
            target[index + 1] = UInt8(truncatingIfNeeded: pair &- tens &* 10) &+ UInt8(ascii: "0")
            value = rest
        }
        if index == 1 { target[0] = UInt8(truncatingIfNeeded: value % 10) &+ UInt8(ascii: "0") }
    }

    /// How many digits a number has.
    @inline(__always)
    static func count(_ value: UInt64) -> Int {
        if value < 10 { return 1 }
        // The number of bits tells the number of digits but for one: 1233/4096 is a little more than log10(2).
        let estimate = ((64 - value.leadingZeroBitCount) * 1233) >> 12
        return estimate < 20 && value >= powerOfTen(estimate) ? estimate + 1 : estimate
    }

    @inline(__always)
    static func powerOfTen(_ exponent: Int) -> UInt64 { powersOfTen[exponent] }

    private static let powersOfTen: [UInt64] = (0..<20).map { exponent in
        (0..<exponent).reduce(1) { power, _ in power * 10 }
    }
}

/// Doubles with few decimals, which most are: found without a search for the shortest text.
enum ShortDecimal {
    /// `n` and `k` with value = ±n/10^k, k ≤ 4 minimal, n < 10^15; `nil` when there are none.
    ///
    /// Texts of at most 15 digits are told apart by doubles, so a text that reads back as the value is *the* shortest one. The
    /// quotient of two integers that are exact in a double is rounded correctly, like the text itself when it is read.
    @inline(__always)
    static func split(_ value: Double) -> (scaled: UInt64, decimals: Int)? {
        let magnitude = value.magnitude
        guard magnitude < 1e11 else {
            let isWhole = magnitude < 1e15 && magnitude.rounded(.towardZero) == magnitude
            return isWhole ? (UInt64(magnitude), 0) : nil
        }
        var power = 1.0
        for decimals in 0...4 {
            let scaled = (magnitude * power).rounded(.toNearestOrEven)
            if scaled / power == magnitude { return (UInt64(scaled), decimals) }
            power *= 10
        }
        return nil
    }
}
