/// A moment: microseconds since 1970-01-01T00:00:00 UTC.
///
/// Arithmetic saturates instead of overflowing, because operands come from outside. The written form covers the years
/// 1 to 9999 (SMP 2.5, 3.2); moments outside of them are written as the nearest moment inside.
public struct Timestamp: RawRepresentable, Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00 UTC.
    public let rawValue: Int64
    @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }
    /// The moment that is this many microseconds after (before, when negative) the beginning of 1970.
    @inlinable public init(microseconds: Int64) { self.rawValue = microseconds }
    /// The moment that is this many seconds after (before, when negative) the beginning of 1970.
    public init(seconds: Int64) { self.init(rawValue: seconds.saturatingTimes(1_000_000)) }

    /// 1970-01-01T00:00:00+00:00, which also stands for "never" in the protocol.
    public static let epoch = Timestamp(rawValue: 0)
    /// 0001-01-01T00:00:00+00:00, the earliest moment that can be written.
    public static let earliest = Timestamp(rawValue: -62_135_596_800_000_000)
    /// 9999-12-31T23:59:59.999999+00:00, the latest moment that can be written.
    public static let latest = Timestamp(rawValue: 253_402_300_799_999_999)
    /// 9999-12-31T23:59:59+00:00: "no matter when the interest rate changes" (SMP 4.3).
    public static let farFuture = Timestamp(rawValue: 253_402_300_799_000_000)

    @inlinable public static func < (a: Timestamp, b: Timestamp) -> Bool { a.rawValue < b.rawValue }

    /// How much later this moment is than another one, in microseconds; saturates.
    public func microseconds(since other: Timestamp) -> Int64 {
        let (difference, overflow) = rawValue.subtractingReportingOverflow(other.rawValue)
        return overflow ? (rawValue < 0 ? .min : .max) : difference
    }

    /// How much later this moment is than another one, in seconds.
    public func seconds(since other: Timestamp) -> Double { Double(microseconds(since: other)) / 1e6 }

    /// The moment this many microseconds later (earlier, when negative); saturates.
    public func adding(microseconds: Int64) -> Timestamp {
        let (sum, overflow) = rawValue.addingReportingOverflow(microseconds)
        return Timestamp(rawValue: overflow ? (rawValue < 0 ? .min : .max) : sum)
    }

    /// The moment this many seconds later (earlier, when negative); saturates.
    public func adding(seconds: Int64) -> Timestamp { adding(microseconds: seconds.saturatingTimes(1_000_000)) }

    /// The moment this many days of 86400 seconds later (earlier, when negative); saturates.
    public func adding(days: Int64) -> Timestamp { adding(microseconds: days.saturatingTimes(86_400_000_000)) }

    /// The nearest moment that can be written: inside the years 1 to 9999.
    public var clampedToWritableYears: Timestamp { min(max(self, .earliest), .latest) }

    /// The day in UTC to which the moment belongs.
    public var date: CalendarDate {
        let days = rawValue.flooredDivision(by: 86_400_000_000)
        return CalendarDate(rawValue: Int32(clamping: days))
    }
}

extension Int64 {
    /// The product, or the nearest value that fits.
    func saturatingTimes(_ factor: Int64) -> Int64 {
        let (product, overflow) = multipliedReportingOverflow(by: factor)
        return overflow ? ((self < 0) == (factor < 0) ? .max : .min) : product
    }

    /// Division that rounds toward negative infinity; the divisor is positive.
    func flooredDivision(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
