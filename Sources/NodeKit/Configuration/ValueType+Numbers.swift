import SMPProtocol

extension ValueType where Value == Int {
    /// A decimal integer; white space around it, a sign, and `_` between digits are tolerated.
    public static let integer = ValueType(name: "int", expected: "a whole number") { SettingText.integer($0).map { Int($0) } }

    /// An integer inside a range, which must have at least one bound inside the 64-bit numbers.
    public static func integer(in range: ClosedRange<Int>) -> ValueType {
        let expected = range.upperBound == .max ? "a whole number not below \(range.lowerBound)" : "a whole number between \(range.lowerBound) and \(range.upperBound)"
        return integer.limited(to: expected) { range.contains($0) }
    }
}

extension ValueType where Value == Double {
    /// Decimal or scientific notation; white space around it is tolerated. Never NaN or infinite.
    public static let number = ValueType(name: "float", expected: "a number") { SettingText.float($0) }

    public static func number(in range: ClosedRange<Double>) -> ValueType {
        let expected = range.upperBound == .infinity ? "a number not below \(range.lowerBound)" : "a number between \(range.lowerBound) and \(range.upperBound)"
        return number.limited(to: expected) { range.contains($0) }
    }

    /// Seconds, not negative.
    public static let seconds = number.limited(to: "a number of seconds, not negative") { $0 >= 0 }
}

extension ValueType where Value == Duration {
    /// A duration with an optional unit: `s` (when there is none), `m`, `h`, `d`, `w` (OPS 1.1).
    public static let period = ValueType(name: "period", expected: "a duration such as 30s, 5m, 2h or 1d", describe: { "\($0.components.seconds)s" }) {
        SettingText.period($0)
    }
}
