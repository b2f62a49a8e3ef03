import SMPProtocol

// Numbers cannot be declared without a range: whatever the operator writes, what follows from it neither overflows nor lasts for ever.

extension ValueType where Value: FixedWidthInteger {
    /// A decimal integer inside a range; white space around it, a sign, and `_` between digits are tolerated. An upper bound that is the
    /// largest number of the type is not shown.
    public static func integer(in range: ClosedRange<Value>) -> ValueType {
        let isOpen = range.upperBound == .max
        return ValueType(
            name: "int",
            expected: isOpen
                ? "a whole number not below \(range.lowerBound)" : "a whole number between \(range.lowerBound) and \(range.upperBound)",
            range: isOpen ? "≥ \(range.lowerBound)" : "\(range.lowerBound)…\(range.upperBound)"
        ) { text in
            SettingText.integer(text).flatMap { Value(exactly: $0) }.flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

extension ValueType where Value == Double {
    /// A number inside a range, in decimal or scientific notation; white space around it is tolerated. Never NaN or infinite.
    ///
    /// - Parameters:
    ///   - range: with bounds that are finite.
    ///   - noun: what is expected, e.g. `a number of days`.
    public static func number(in range: ClosedRange<Double>, _ noun: String = "a number") -> ValueType {
        precondition(range.lowerBound.isFinite && range.upperBound.isFinite, "a range without an end")
        let (lower, upper) = (plain(range.lowerBound), plain(range.upperBound))
        return ValueType(
            name: "float", expected: "\(noun) between \(lower) and \(upper)", range: "\(lower)…\(upper)", describe: plain
        ) { text in
            SettingText.float(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// Seconds that a loop may wait, at most a year; 0: no pause.
    public static let waitSeconds = seconds(in: 0...31_536_000)

    /// A number of seconds.
    public static func seconds(in range: ClosedRange<Double>) -> ValueType { number(in: bounded(range, 1), "a number of seconds") }

    /// A number of hours.
    public static func hours(in range: ClosedRange<Double>) -> ValueType { number(in: bounded(range, 3600), "a number of hours") }

    /// A number of days.
    public static func days(in range: ClosedRange<Double>) -> ValueType { number(in: bounded(range, 86_400), "a number of days") }

    private static func bounded(_ range: ClosedRange<Double>, _ seconds: Double) -> ClosedRange<Double> {
        let longest = Double(Duration.longestSettingSeconds)
        precondition(max(abs(range.lowerBound), abs(range.upperBound)) * seconds <= longest, "a range beyond the longest duration")
        return range
    }

    /// `7`, not `7.0`.
    private static func plain(_ number: Double) -> String {
        Int64(exactly: number).map { abs($0) < 1_000_000_000_000 ? "\($0)" : "\(number)" } ?? "\(number)"
    }
}

extension ValueType where Value == Duration {
    /// A duration with an optional unit: `s` (when there is none), `m`, `h`, `d`, `w` (OPS 1.1, TS 3).
    ///
    /// - Parameter range: at most ``Duration/longestSetting``.
    public static func period(in range: ClosedRange<Duration>) -> ValueType {
        precondition(range.lowerBound >= .zero && range.upperBound <= .longestSetting, "a range beyond the longest duration")
        let (lower, upper) = (text(range.lowerBound), text(range.upperBound))
        return ValueType(
            name: "period", expected: "a duration such as 30s, 5m, 2h or 1d, between \(lower) and \(upper)", range: "\(lower)…\(upper)",
            describe: text
        ) { text in
            SettingText.period(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// In the largest unit that leaves a whole number: `90m`, `1d`, `0.3s`.
    private static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        guard attoseconds == 0 else { return "\(duration.inSeconds)s" }
        let units: [(Int64, String)] = [(86_400, "d"), (3600, "h"), (60, "m")]
        for (size, unit) in units where seconds != 0 && seconds % size == 0 { return "\(seconds / size)\(unit)" }
        return "\(seconds)s"
    }
}
