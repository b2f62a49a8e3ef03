extension Timestamp: CustomStringConvertible {
    /// Longest written form, in bytes.
    static let maximumTextLength = 32

    /// The form of SMP 3.2: UTC, `+00:00`, six digits of fraction unless the microseconds are zero.
    public var iso8601: String {
        String(unsafeUninitializedCapacity: Self.maximumTextLength) { buffer in
            guard let base = buffer.baseAddress else { return 0 }
            return write(to: base)
        }
    }

    public var description: String { iso8601 }

    /// Writes the text to memory with room for ``maximumTextLength`` bytes; the number of bytes written.
    @inline(__always)
    func write(to target: UnsafeMutablePointer<UInt8>) -> Int {
        let moment = clampedToWritableYears
        let date = moment.date
        let microsecondOfDay = Int(moment.rawValue - date.startOfDay.rawValue)
        let (secondOfDay, microsecond) = microsecondOfDay.quotientAndRemainder(dividingBy: 1_000_000)
        var writer = DigitWriter(target)
        writer.date(date)
        writer.byte("T")
        writer.two(secondOfDay / 3600)
        writer.byte(":")
        writer.two(secondOfDay / 60 % 60)
        writer.byte(":")
        writer.two(secondOfDay % 60)
        if microsecond != 0 {
            writer.byte(".")
            writer.two(microsecond / 10_000)
            writer.two(microsecond / 100 % 100)
            writer.two(microsecond % 100)
        }
        writer.byte("+")
        writer.two(0)
        writer.byte(":")
        writer.two(0)
        return writer.count
    }
}

extension CalendarDate: CustomStringConvertible {
    static let textLength = 10

    /// `YYYY-MM-DD`.
    public var iso8601: String {
        String(unsafeUninitializedCapacity: Self.textLength) { buffer in
            guard let base = buffer.baseAddress else { return 0 }
            return write(to: base)
        }
    }

    public var description: String { iso8601 }

    /// Writes the text to memory with room for ``textLength`` bytes; the number of bytes written.
    @inline(__always)
    func write(to target: UnsafeMutablePointer<UInt8>) -> Int {
        var writer = DigitWriter(target)
        writer.date(self)
        return writer.count
    }
}

/// Writes numbers of fixed width.
private struct DigitWriter {
    private let target: UnsafeMutablePointer<UInt8>
    private(set) var count = 0

    init(_ target: UnsafeMutablePointer<UInt8>) { self.target = target }

    @inline(__always)
    mutating func byte(_ character: Unicode.Scalar) {
        target[count] = UInt8(ascii: character)
        count += 1
    }

    @inline(__always)
    mutating func two(_ value: Int) {
        target[count] = UInt8(truncatingIfNeeded: value / 10) + UInt8(ascii: "0")
        target[count + 1] = UInt8(truncatingIfNeeded: value % 10) + UInt8(ascii: "0")
        count += 2
    }

    @inline(__always)
    mutating func date(_ date: CalendarDate) {
        let (year, month, day) = date.components
        two(year / 100)
        two(year % 100)
        byte("-")
        two(month)
        byte("-")
        two(day)
    }
}
