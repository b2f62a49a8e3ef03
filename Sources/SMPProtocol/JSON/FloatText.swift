/// Floats as text: the shortest that reads back as the same number, in the form of SMP 3.2: positional when
/// 1e−4 ≤ |x| < 1e16, otherwise scientific with a signed exponent of at least two digits; always with a point or an exponent.
public enum FloatText {
    /// The text of a finite double.
    public static func text(_ value: Double) -> String {
        precondition(value.isFinite, "special numbers are never written")
        return text(layingOut: value.description)
    }

    /// The text of a finite single-precision number: the shortest that identifies it among singles (SMP 3.2.1).
    public static func text(_ value: Float) -> String {
        precondition(value.isFinite, "special numbers are never written")
        return text(layingOut: value.description)
    }

    /// Longest text, in bytes: sign, 17 digits, point, up to four zeros in front, or an exponent.
    static let maximumLength = 32

    /// Lays out the digits of a shortest decimal text, whatever its form is.
    private static func text(layingOut shortest: String) -> String {
        var shortest = shortest
        return shortest.withUTF8 { source in
            String(unsafeUninitializedCapacity: maximumLength) { target in
                guard let base = target.baseAddress else { return 0 }
                return write(Decimal(source), to: base)
            }
        }
    }

    /// The digits of a number and where the point is: 0.d₁d₂d₃… × 10^point. Zero has no digits.
    private struct Decimal {
        var isNegative = false
        var digits: (UInt64, count: Int) = (0, 0)
        var point = 0

        init(_ text: UnsafeBufferPointer<UInt8>) {
            var hasPoint = false
            var zeros = 0
            var index = 0
            while index < text.count, text[index] | 0x20 != UInt8(ascii: "e") {
                switch text[index] {
                case UInt8(ascii: "-"): isNegative = true
                case UInt8(ascii: "."): hasPoint = true
                case UInt8(ascii: "0"):
                    if digits.count > 0 { zeros += 1 } else if hasPoint { point -= 1 }
                    if !hasPoint, digits.count > 0 { point += 1 }
                default:
                    for _ in 0..<zeros { append(0) }
                    zeros = 0
                    append(text[index] - UInt8(ascii: "0"))
                    if !hasPoint { point += 1 }
                }
                index += 1
            }
            if index < text.count { point += Int(String(decoding: text[(index + 1)...], as: UTF8.self)) ?? 0 }
        }

        private mutating func append(_ digit: UInt8) {
            digits = (digits.0 * 10 + UInt64(digit), digits.count + 1)
        }
    }

    private static func write(_ decimal: Decimal, to target: UnsafeMutablePointer<UInt8>) -> Int {
        var count = 0
        func put(_ byte: UInt8) {
            target[count] = byte
            count += 1
        }
        if decimal.isNegative { put(UInt8(ascii: "-")) }
        let digits = Array(String(decimal.digits.0).utf8)
        if decimal.digits.count == 0 {
            "0.0".utf8.forEach(put)
        } else if (-3...16).contains(decimal.point) {
            if decimal.point <= 0 {
                "0.".utf8.forEach(put)
                for _ in decimal.point..<0 { put(UInt8(ascii: "0")) }
                digits.forEach(put)
            } else {
                for index in 0..<max(decimal.point, digits.count) {
                    if index == decimal.point { put(UInt8(ascii: ".")) }
                    put(index < digits.count ? digits[index] : UInt8(ascii: "0"))
                }
                if digits.count <= decimal.point { ".0".utf8.forEach(put) }
            }
        } else {
            put(digits[0])
            if digits.count > 1 { put(UInt8(ascii: ".")) }
            digits.dropFirst().forEach(put)
            let exponent = decimal.point - 1
            (exponent < 0 ? "e-" : "e+").utf8.forEach(put)
            if exponent.magnitude < 10 { put(UInt8(ascii: "0")) }
            String(exponent.magnitude).utf8.forEach(put)
        }
        return count
    }
}
