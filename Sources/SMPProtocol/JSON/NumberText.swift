/// Numbers of documents as integers and doubles. Integers never pass through a double (SMP 2.1).
enum NumberText {
    /// The value of `-?digits`; `nil` when it does not fit in 64 bits.
    @inline(__always)
    static func integer(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
        var index = 0
        let isNegative = text[0] == UInt8(ascii: "-")
        if isNegative { index = 1 }
        var magnitude: UInt64 = 0
        if text.count - index <= 18 {
            while index < text.count {
                magnitude = magnitude &* 10 &+ UInt64(text[index] &- UInt8(ascii: "0"))
                index += 1
            }
        } else {
            guard let value = DecimalText.unsigned64(UnsafeBufferPointer(rebasing: text[index...]), leadingZeros: true) else { return nil }
            magnitude = value
        }
        if isNegative { return magnitude <= 1 << 63 ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil }
        return Int64(exactly: magnitude)
    }

    /// The nearest double of a JSON number (or of a text that ``isDecimalNumber(_:)``), infinite when it is too large.
    @inline(__always)
    static func double(_ text: UnsafeBufferPointer<UInt8>) -> Double {
        if let value = shortDecimal(text) { return value }
        return longDecimal(text)
    }

    /// The nearest single-precision number; values that are too large become the greatest finite one.
    static func single(_ text: UnsafeBufferPointer<UInt8>, _ double: Double) -> Float {
        let limit = Float.greatestFiniteMagnitude
        // Rounding twice can go wrong only when the double lies exactly between two singles, or where singles lose digits.
        let isMidpoint = double.bitPattern & 0x1fff_ffff == 0x1000_0000
        if isMidpoint || double.magnitude < Double(Float.leastNormalMagnitude) {
            let value = Float(String(decoding: text, as: UTF8.self)) ?? Float(double)
            return Swift.min(Swift.max(value, -limit), limit)
        }
        return Swift.min(Swift.max(Float(double), -limit), limit)
    }

    /// The integer part; `nil` when it does not fit in 64 bits (also for infinities and NaN).
    static func truncated(_ value: Double) -> Int64? {
        // −2^63 is a double; 2^63 is the least one that does not fit.
        guard value >= -0x1p63, value < 0x1p63 else { return nil }
        return Int64(value)
    }

    /// Up to 19 digits and a small power of ten: both exact in a double, so that one operation rounds correctly.
    @inline(__always)
    private static func shortDecimal(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        var index = 0
        let isNegative = text[0] == UInt8(ascii: "-")
        if isNegative || text[0] == UInt8(ascii: "+") { index = 1 }
        var mantissa: UInt64 = 0
        var exponent = 0
        guard text.count - index <= 19 else { return nil }
        scan: while index < text.count {
            let byte = text[index]
            index += 1
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                mantissa = mantissa &* 10 &+ UInt64(byte &- UInt8(ascii: "0"))
            case UInt8(ascii: "."):
                let point = index
                while index < text.count, ByteText.isDigit(text[index]) {
                    mantissa = mantissa &* 10 &+ UInt64(text[index] &- UInt8(ascii: "0"))
                    index += 1
                }
                exponent = point - index
            default:
                guard let written = smallExponent(text, from: index) else { return nil }
                exponent += written
                break scan
            }
        }
        guard mantissa <= 1 << 53, (-22...22).contains(exponent) else { return nil }
        let value = exponent < 0 ? Double(mantissa) / powersOfTen[-exponent] : Double(mantissa) * powersOfTen[exponent]
        return isNegative ? -value : value
    }

    /// What follows the `e`, when it is less than 1000.
    private static func smallExponent(_ text: UnsafeBufferPointer<UInt8>, from index: Int) -> Int? {
        var index = index
        let isNegative = text[index] == UInt8(ascii: "-")
        if isNegative || text[index] == UInt8(ascii: "+") { index += 1 }
        guard text.count - index <= 3 else { return nil }
        var value = 0
        while index < text.count {
            value = value * 10 + Int(text[index] &- UInt8(ascii: "0"))
            index += 1
        }
        return isNegative ? -value : value
    }

    /// The standard library rounds correctly, whatever the process's locale is.
    private static func longDecimal(_ text: UnsafeBufferPointer<UInt8>) -> Double {
        Double(String(decoding: text, as: UTF8.self)) ?? .nan
    }

    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21,
        1e22,
    ]
}

// Numbers inside of strings: leniencies of the public implementation that peers may rely on (SMP 2.3, 2.4).
extension NumberText {
    /// Whether the text is `[+-]?digits`, also with single underscores between the digits.
    static func isDecimalInteger(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        if let first = text.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") { index = 1 }
        var isAfterDigit = false
        while index < text.count {
            if ByteText.isDigit(text[index]) {
                isAfterDigit = true
            } else if text[index] == UInt8(ascii: "_"), isAfterDigit {
                isAfterDigit = false
            } else {
                return false
            }
            index += 1
        }
        return isAfterDigit
    }

    /// Whether the text is a decimal number with an optional sign, point and exponent: `3.14`, `.5`, `5.`, `+1e3`.
    static func isDecimalNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        func skipDigits() -> Int {
            let start = index
            while index < text.count, ByteText.isDigit(text[index]) { index += 1 }
            return index - start
        }
        func skip(_ characters: UInt8...) {
            if index < text.count, characters.contains(text[index]) { index += 1 }
        }
        skip(UInt8(ascii: "+"), UInt8(ascii: "-"))
        var digits = skipDigits()
        if index < text.count, text[index] == UInt8(ascii: ".") {
            index += 1
            digits += skipDigits()
        }
        guard digits > 0 else { return false }
        if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            skip(UInt8(ascii: "+"), UInt8(ascii: "-"))
            guard skipDigits() > 0 else { return false }
        }
        return index == text.count
    }

    /// Whether the text is a name of NaN or of an infinity, in any case and with an optional sign.
    static func isSpecialName(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var name = String(decoding: text, as: UTF8.self).lowercased()
        if name.hasPrefix("+") || name.hasPrefix("-") { name.removeFirst() }
        return ["nan", "inf", "infinity"].contains(name)
    }
}
