/// Durations of variables and options: the one place where a `Double` becomes a `Duration` or an integer. All numbers have a range
/// (``ValueType/number(in:)``), so that none of these conversions can overflow; what comes from elsewhere is brought into the range.
extension Duration {
    /// The longest duration that any setting may have.
    public static let longestSetting = Duration.seconds(longestSettingSeconds)

    /// A million days.
    static let longestSettingSeconds = 86_400_000_000 as Int64

    /// A number of seconds, rounded to nanoseconds. NaN counts as zero; what is longer than ``longestSetting`` in either direction
    /// becomes that.
    public init(bounded seconds: Double) {
        let longest = Double(Self.longestSettingSeconds)
        let bounded = seconds.isNaN ? 0 : min(max(seconds, -longest), longest)
        let whole = bounded.rounded(.towardZero)
        self = .seconds(Int64(whole)) + .nanoseconds(Int64(((bounded - whole) * 1e9).rounded()))
    }

    /// A number of days, bounded like ``init(bounded:)``.
    public static func days(_ days: Double) -> Duration { Duration(bounded: days * 86_400) }

    /// A number of hours, bounded like ``init(bounded:)``.
    public static func hours(_ hours: Double) -> Duration { Duration(bounded: hours * 3600) }

    /// The duration as a number of seconds.
    public var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }

    /// The duration in microseconds, rounded to the nearest. It must not be longer than ``longestSetting``.
    public var inMicroseconds: Int64 {
        precondition(abs(components.seconds) <= Self.longestSettingSeconds, "a duration beyond all settings")
        let (seconds, attoseconds) = components
        let half: Int64 = attoseconds < 0 ? -500_000_000_000 : 500_000_000_000
        return seconds * 1_000_000 + (attoseconds + half) / 1_000_000_000_000
    }
}
