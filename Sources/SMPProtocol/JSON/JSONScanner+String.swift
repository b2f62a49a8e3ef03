extension JSONScanner {
    /// Takes a string; the next byte is its quotation mark. Checks UTF-8, control characters and escapes.
    @inline(__always)
    mutating func string() throws(JSONSyntaxError) -> JSONToken {
        let start = position + 1
        let stop = plainEnd(from: start)
        if stop < end, base[stop] == UInt8(ascii: "\"") {
            move(to: stop + 1)
            return JSONToken(kind: .string, start: start, end: stop)
        }
        return try unusualString(start: start, from: stop)
    }

    /// The first position from `index` on whose byte is not a plain ASCII character of a string.
    @inline(__always)
    private func plainEnd(from index: Int) -> Int {
        var index = index
        let raw = UnsafeRawPointer(base)
        while index + 8 <= end {
            let marks = Self.specialBytes(raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            if marks != 0 { return index + UInt64(littleEndian: marks).trailingZeroBitCount / 8 }
            index += 8
        }
        while index < end {
            let byte = base[index]
            if byte < 0x20 || byte >= 0x80 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return index }
            index += 1
        }
        return index
    }

    /// Marks the high bit of the bytes below 0x20, above 0x7F, `"` and `\`. The lowest mark is exact; higher ones may be wrong,
    /// because a subtraction may borrow from the next byte.
    @inline(__always)
    private static func specialBytes(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let word = UInt64(littleEndian: word)
        let quotes = word ^ (ones &* 0x22)
        let slashes = word ^ (ones &* 0x5c)
        let control = (word &- ones &* 0x20) & ~word
        return ((control | ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes) | word) & highs).littleEndian
    }

    /// Takes the rest of a string that has something else than plain ASCII at `index`.
    private mutating func unusualString(start: Int, from index: Int) throws(JSONSyntaxError) -> JSONToken {
        var token = JSONToken(kind: .string, start: start)
        var index = index
        while index < end {
            switch base[index] {
            case UInt8(ascii: "\""):
                token.end = index
                move(to: index + 1)
                return token
            case UInt8(ascii: "\\"):
                token.traits.insert(.escaped)
                index = try escape(at: index, traits: &token.traits)
            case 0..<0x20:
                throw JSONSyntaxError(.controlCharacter, at: index)
            case 0x80...:
                token.traits.insert(.nonASCII)
                index += try Self.sequenceLength(base, at: index, end: end)
            default:
                break
            }
            index = plainEnd(from: index)
        }
        throw JSONSyntaxError(.unexpectedEnd, at: end)
    }

    /// Checks the escape at `index` (and the second half of a surrogate pair); the position after it.
    private func escape(at index: Int, traits: inout JSONToken.Traits) throws(JSONSyntaxError) -> Int {
        guard index + 1 < end else { throw JSONSyntaxError(.unexpectedEnd, at: end) }
        switch base[index + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            return index + 2
        case UInt8(ascii: "u"):
            guard let unit = JSONText.codeUnit(base, at: index, end: end) else {
                throw JSONSyntaxError(.invalidEscape, at: index)
            }
            if unit == 0 { traits.insert(.nul) }
            guard unit & 0xf800 == 0xd800 else { return index + 6 }
            if unit < 0xdc00, let low = JSONText.codeUnit(base, at: index + 6, end: end), low & 0xfc00 == 0xdc00 {
                return index + 12
            }
            traits.insert(.unpairedSurrogate)
            return index + 6
        default:
            throw JSONSyntaxError(.invalidEscape, at: index)
        }
    }

    /// The length of the UTF-8 sequence at `index`, whose first byte is above 0x7F (Unicode, table 3-7).
    private static func sequenceLength(
        _ base: UnsafePointer<UInt8>, at index: Int, end: Int
    ) throws(JSONSyntaxError) -> Int {
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xbf
        switch base[index] {
        case 0xc2...0xdf: length = 2
        case 0xe0: (length, second) = (3, 0xa0...0xbf)
        case 0xed: (length, second) = (3, 0x80...0x9f)
        case 0xe1...0xef: length = 3
        case 0xf0: (length, second) = (4, 0x90...0xbf)
        case 0xf4: (length, second) = (4, 0x80...0x8f)
        case 0xf1...0xf3: length = 4
        default: throw JSONSyntaxError(.invalidUTF8, at: index)
        }
        guard index + length <= end, second.contains(base[index + 1]) else { throw JSONSyntaxError(.invalidUTF8, at: index) }
        for offset in 2..<max(length, 2) where base[index + offset] & 0xc0 != 0x80 {
            throw JSONSyntaxError(.invalidUTF8, at: index)
        }
        return length
    }
}
