extension Timestamp {
    /// Reads a date-time of SMP 2.5: `YYYY-M[M]-D[D]("T"| )h[h]:m[m][:s[s][.f{1,12}]][Z|±hh[[:]mm]]`.
    ///
    /// Digits of the fraction beyond the sixth are dropped. Without an offset it is UTC. One final newline is tolerated.
    /// Moments that leave the years 1 to 9999 when normalised to UTC become the nearest moment inside.
    public init?(iso8601 text: UnsafeBufferPointer<UInt8>) {
        var cursor = TimeCursor(text)
        guard let date = cursor.date(), cursor.take("T") || cursor.take(" "), let time = cursor.timeOfDay(),
            let offset = cursor.offset(), cursor.isAtEnd
        else { return nil }
        // At most 4·10^17 in magnitude: far inside of 64 bits.
        let microseconds = Int64(date.rawValue) * 86_400_000_000 + time - offset
        self = Timestamp(rawValue: microseconds).clampedToWritableYears
    }

    /// Reads a date-time of SMP 2.5.
    public init?(iso8601 text: String) {
        var text = text
        guard let value = text.withUTF8({ Timestamp(iso8601: $0) }) else { return nil }
        self = value
    }
}

extension CalendarDate {
    /// Reads a date of SMP 2.6: `YYYY-M[M]-D[D]`. One final newline is tolerated.
    public init?(iso8601 text: UnsafeBufferPointer<UInt8>) {
        var cursor = TimeCursor(text)
        guard let date = cursor.date(), cursor.isAtEnd else { return nil }
        self = date
    }

    /// Reads a date of SMP 2.6.
    public init?(iso8601 text: String) {
        var text = text
        guard let value = text.withUTF8({ CalendarDate(iso8601: $0) }) else { return nil }
        self = value
    }
}

/// Reads the parts of date-times, from left to right.
private struct TimeCursor {
    private let text: UnsafeBufferPointer<UInt8>
    private var index = 0

    init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

    /// At the end, or before one final newline.
    var isAtEnd: Bool { index == text.count || (index + 1 == text.count && text[index] == UInt8(ascii: "\n")) }

    @inline(__always)
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard index < text.count, text[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    @inline(__always)
    private mutating func digit() -> Int? {
        guard index < text.count, ByteText.isDigit(text[index]) else { return nil }
        defer { index += 1 }
        return Int(text[index] &- UInt8(ascii: "0"))
    }

    @inline(__always)
    private mutating func twoDigits() -> Int? {
        guard let first = digit(), let second = digit() else { return nil }
        return first * 10 + second
    }

    @inline(__always)
    private mutating func oneOrTwoDigits() -> Int? {
        guard let first = digit() else { return nil }
        guard let second = digit() else { return first }
        return first * 10 + second
    }

    @inline(__always)
    mutating func date() -> CalendarDate? {
        guard let century = twoDigits(), let year = twoDigits(), take("-"), let month = oneOrTwoDigits(), take("-"),
            let day = oneOrTwoDigits()
        else { return nil }
        return CalendarDate(year: century * 100 + year, month: month, day: day)
    }

    /// Microseconds since midnight.
    @inline(__always)
    mutating func timeOfDay() -> Int64? {
        guard let hour = oneOrTwoDigits(), hour < 24, take(":"), let minute = oneOrTwoDigits(), minute < 60 else { return nil }
        var microseconds = Int64(hour * 3600 + minute * 60) * 1_000_000
        if take(":") {
            guard let second = oneOrTwoDigits(), second < 60 else { return nil }
            microseconds += Int64(second) * 1_000_000
            if take(".") {
                guard let fraction = fraction() else { return nil }
                microseconds += fraction
            }
        }
        return microseconds
    }

    /// 1 to 12 digits; microseconds, truncated.
    private mutating func fraction() -> Int64? {
        guard var value = digit() else { return nil }
        var count = 1
        while let next = digit() {
            count += 1
            if count <= 6 { value = value * 10 + next }
        }
        guard count <= 12 else { return nil }
        while count < 6 {
            value *= 10
            count += 1
        }
        return Int64(value)
    }

    /// Microseconds east of UTC; 0 when there is no offset.
    @inline(__always)
    mutating func offset() -> Int64? {
        if isAtEnd || take("Z") { return 0 }
        let isWest = take("-")
        guard isWest || take("+"), let hours = twoDigits() else { return nil }
        var minutes = 0
        let hasColon = take(":")
        if hasColon || !isAtEnd {
            guard let written = twoDigits() else { return nil }
            minutes = written
        }
        let total = hours * 60 + minutes
        guard total < 24 * 60 else { return nil }
        return Int64(isWest ? -total : total) * 60_000_000
    }
}
