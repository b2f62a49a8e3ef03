/// Escapes of strings: `"`, `\` and code points below 0x20; nothing else (SMP 3.2).
enum JSONEscape {
    /// Whether anything in the text has to be escaped.
    @inline(__always)
    static func isNeeded(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let raw = UnsafeRawBufferPointer(text)
        var index = 0
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        while index + 8 <= text.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let quotes = word ^ (ones &* 0x22)
            let slashes = word ^ (ones &* 0x5c)
            let control = (word &- ones &* 0x20) & ~word
            // A mark may be wrong only above a right one, so "any" is exact.
            if (control | ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes)) & highs != 0 { return true }
            index += 8
        }
        while index < text.count {
            let byte = text[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return true }
            index += 1
        }
        return false
    }

    /// Writes the text with escapes to memory with room for six times its length; the number of bytes written.
    static func write(_ text: UnsafeBufferPointer<UInt8>, to target: UnsafeMutablePointer<UInt8>) -> Int {
        var count = 0
        for byte in text {
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
                target[count] = byte
                count += 1
                continue
            }
            target[count] = UInt8(ascii: "\\")
            if let short = shortForm(byte) {
                target[count + 1] = short
                count += 2
            } else {
                target[count + 1] = UInt8(ascii: "u")
                target[count + 2] = UInt8(ascii: "0")
                target[count + 3] = UInt8(ascii: "0")
                target[count + 4] = Hexadecimal.digit(byte >> 4, .lower)
                target[count + 5] = Hexadecimal.digit(byte & 15, .lower)
                count += 6
            }
        }
        return count
    }

    private static func shortForm(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): byte
        case 0x08: UInt8(ascii: "b")
        case 0x09: UInt8(ascii: "t")
        case 0x0a: UInt8(ascii: "n")
        case 0x0c: UInt8(ascii: "f")
        case 0x0d: UInt8(ascii: "r")
        default: nil
        }
    }
}
