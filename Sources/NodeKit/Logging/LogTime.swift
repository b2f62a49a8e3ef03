import Foundation

/// A moment as log records show it: UTC, to the second.
struct LogTime: Equatable {
    let secondsSince1970: Int

    static func now() -> LogTime { LogTime(secondsSince1970: time(nil)) }

    /// `YYYY-MM-DD`, the separator, `HH:MM:SS+0000`.
    func text(separator: String) -> String {
        let (days, second) = secondsSince1970.quotientAndRemainder(dividingBy: 86400)
        let (year, month, day) = Self.civil(days: days)
        let parts = [second / 3600, second / 60 % 60, second % 60]
        return "\(padded(year, 4))-\(padded(month))-\(padded(day))\(separator)\(parts.map { padded($0) }.joined(separator: ":"))+0000"
    }

    private func padded(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// The Gregorian date of a day number that is not negative (years are counted from March, so that leap days come last).
    private static func civil(days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
