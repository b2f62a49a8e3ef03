/// A day of the Gregorian calendar: days since 1970-01-01.
public struct CalendarDate: RawRepresentable, Hashable, Comparable, Sendable {
    /// Days since 1970-01-01, negative before.
    public let rawValue: Int32
    @inlinable public init(rawValue: Int32) { self.rawValue = rawValue }

    /// 1970-01-01, which also stands for "never" in the protocol.
    public static let epoch = CalendarDate(rawValue: 0)
    /// 0001-01-01, the earliest date that can be written.
    public static let earliest = CalendarDate(rawValue: -719_162)
    /// 9999-12-31, the latest date that can be written.
    public static let latest = CalendarDate(rawValue: 2_932_896)

    @inlinable public static func < (a: CalendarDate, b: CalendarDate) -> Bool { a.rawValue < b.rawValue }

    /// The date, or `nil` when there is no such day or the year is not in 1...9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            day >= 1, day <= Self.daysInMonth(month, ofYear: year)
        else { return nil }
        self.init(rawValue: Self.daysSinceEpoch(year: year, month: month, day: day))
    }

    /// Year, month and day. Dates outside of the years 1 to 9999 give the nearest date inside.
    public var components: (year: Int, month: Int, day: Int) {
        // Days are counted from 0000-03-01 in 400-year eras, so that leap days come last (a well-known closed form).
        let shifted = Int(min(max(self, .earliest), .latest).rawValue) + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// The beginning of the day in UTC.
    public var startOfDay: Timestamp { Timestamp(rawValue: Int64(rawValue) * 86_400_000_000) }

    /// Days since 1970-01-01 when they fit in 24 bits without a sign, as the parts of a transfer number need (SMP 15.6).
    public var daysIn24Bits: UInt32? { (0...0xff_ffff).contains(rawValue) ? UInt32(rawValue) : nil }

    private static func daysInMonth(_ month: Int, ofYear year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int32 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(era * 146_097 + dayOfEra - 719_468)
    }
}
