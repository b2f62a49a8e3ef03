/// Strings of documents as Swift strings. The scanner has checked them before.
enum JSONText {
    /// The text of a string token. Halves of surrogate pairs become U+FFFD.
    @inline(__always)
    static func string(_ token: JSONToken, of base: UnsafePointer<UInt8>) -> String {
        if token.traits.contains(.escaped) { return unescaped(token.bytes(of: base)) }
        return String(decoding: token.bytes(of: base), as: UTF8.self)
    }

    private static func unescaped(_ raw: UnsafeBufferPointer<UInt8>) -> String {
        String(unsafeUninitializedCapacity: raw.count) { unescape(raw, into: $0) }
    }

    /// Writes the text between the quotation marks without escapes; never longer than `raw`. The number of bytes written.
    static func unescape(_ raw: UnsafeBufferPointer<UInt8>, into target: UnsafeMutableBufferPointer<UInt8>) -> Int {
        guard let base = raw.baseAddress else { return 0 }
        var read = 0
        var written = 0
        while read < raw.count {
            let byte = base[read]
            if byte != UInt8(ascii: "\\") {
                target[written] = byte
                read += 1
                written += 1
            } else if base[read + 1] != UInt8(ascii: "u") {
                target[written] = simpleEscape(base[read + 1])
                read += 2
                written += 1
            } else {
                let (scalar, length) = scalar(base, at: read, end: raw.count)
                for unit in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
                    target[written] = unit
                    written += 1
                }
                read += length
            }
        }
        return written
    }

    /// The UTF-16 unit of the escape `\uXXXX` at `index`, or `nil` when there is no such escape before `end`.
    static func codeUnit(_ base: UnsafePointer<UInt8>, at index: Int, end: Int) -> UInt16? {
        guard index + 6 <= end, base[index] == UInt8(ascii: "\\"), base[index + 1] == UInt8(ascii: "u") else { return nil }
        var unit: UInt16 = 0
        for offset in 2..<6 {
            guard let digit = Hexadecimal.value(of: base[index + offset]) else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    /// The scalar of the escape (or the pair of escapes) at `index`, and how many bytes it takes.
    private static func scalar(_ base: UnsafePointer<UInt8>, at index: Int, end: Int) -> (Unicode.Scalar, Int) {
        let high = UInt32(codeUnit(base, at: index, end: end) ?? 0xfffd)
        if let scalar = Unicode.Scalar(high) { return (scalar, 6) }
        if high < 0xdc00, let low = codeUnit(base, at: index + 6, end: end), low & 0xfc00 == 0xdc00,
            let scalar = Unicode.Scalar(0x1_0000 + (high - 0xd800) << 10 + UInt32(low) - 0xdc00)
        {
            return (scalar, 12)
        }
        return ("\u{fffd}", 6)
    }

    private static func simpleEscape(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0c
        case UInt8(ascii: "n"): 0x0a
        case UInt8(ascii: "r"): 0x0d
        case UInt8(ascii: "t"): 0x09
        default: byte
        }
    }
}
