/// Texts as bytes.
enum ByteText {
    /// Whether two pieces of memory of the same length are equal.
    @inline(__always)
    static func equal(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        let a = UnsafeRawPointer(a)
        let b = UnsafeRawPointer(b)
        var offset = 0
        while offset + 8 <= length {
            if a.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                != b.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            {
                return false
            }
            offset += 8
        }
        while offset < length {
            if a.load(fromByteOffset: offset, as: UInt8.self) != b.load(fromByteOffset: offset, as: UInt8.self) { return false }
            offset += 1
        }
        return true
    }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    /// Space, tab, line feed, vertical tab, form feed, carriage return.
    @inline(__always)
    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }

    /// The bytes without blanks at both ends.
    static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var first = 0
        var end = bytes.count
        while first < end, isBlank(bytes[first]) { first += 1 }
        while end > first, isBlank(bytes[end - 1]) { end -= 1 }
        return UnsafeBufferPointer(rebasing: bytes[first..<end])
    }
}

/// Decimal digits as numbers.
enum DecimalText {
    /// One or more decimal digits as an unsigned 64-bit number; `nil` when there is anything else or it does not fit.
    static func unsigned64(_ digits: some Collection<UInt8>, leadingZeros: Bool) -> UInt64? {
        // Texts of other modules come here through their protocol's witnesses, each call of which costs more than a digit.
        digits.withContiguousStorageIfAvailable { unsigned64($0, leadingZeros: leadingZeros) }
            ?? Array(digits).withUnsafeBufferPointer { unsigned64($0, leadingZeros: leadingZeros) }
    }

    /// The same, for bytes in memory.
    static func unsigned64(_ digits: UnsafeBufferPointer<UInt8>, leadingZeros: Bool) -> UInt64? {
        guard let first = digits.first else { return nil }
        if !leadingZeros, first == UInt8(ascii: "0"), digits.count > 1 { return nil }
        var value: UInt64 = 0
        for digit in digits {
            guard ByteText.isDigit(digit) else { return nil }
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = shifted.addingReportingOverflow(UInt64(digit - UInt8(ascii: "0")))
            if overflow || carry { return nil }
            value = sum
        }
        return value
    }
}
