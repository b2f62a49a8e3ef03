/// Hexadecimal digits, as hashes, identifiers and escapes are written with (SMP 3.2, 7.1). Everybody who reads or writes them does it here.
public enum Hexadecimal {
    /// How the digits above nine are written.
    public enum Letters: Sendable {
        /// `a` to `f`.
        case lower
        /// `A` to `F`.
        case upper
    }

    /// The value of a digit of either case; nil for any other byte.
    @inlinable
    public static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The digit of a value from 0 to 15.
    @inlinable
    public static func digit(_ value: UInt8, _ letters: Letters) -> UInt8 {
        precondition(value < 16, "a hexadecimal digit has four bits")
        if value < 10 { return UInt8(ascii: "0") + value }
        return (letters == .lower ? UInt8(ascii: "a") : UInt8(ascii: "A")) + value - 10
    }

    /// The bytes that an even number of digits of either case shows; nil for anything else.
    public static func bytes(of digits: some Collection<UInt8>) -> [UInt8]? {
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        var rest = digits.makeIterator()
        while let first = rest.next(), let second = rest.next() {
            guard let high = value(of: first), let low = value(of: second) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    /// The bytes that a text of an even number of digits shows; nil for anything else.
    public static func bytes(of text: String) -> [UInt8]? { bytes(of: text.utf8) }

    /// Two digits for each byte.
    public static func text(of bytes: some Collection<UInt8>, _ letters: Letters) -> String {
        String(unsafeUninitializedCapacity: 2 * bytes.count) { buffer in
            var count = 0
            for byte in bytes {
                buffer[count] = digit(byte >> 4, letters)
                buffer[count + 1] = digit(byte & 15, letters)
                count += 2
            }
            return count
        }
    }

    /// The number that 1 to 16 digits of either case show; nil for anything else.
    public static func number(of digits: some Collection<UInt8>) -> UInt64? {
        guard (1...16).contains(digits.count) else { return nil }
        var number: UInt64 = 0
        for digit in digits {
            guard let value = value(of: digit) else { return nil }
            number = number << 4 | UInt64(value)
        }
        return number
    }

    /// All 16 digits of a number, in lower case.
    public static func text(of number: UInt64) -> String {
        withUnsafeBytes(of: number.bigEndian) { text(of: $0, .lower) }
    }
}
