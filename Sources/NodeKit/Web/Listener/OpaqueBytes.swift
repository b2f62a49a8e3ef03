/// Header fields may hold any bytes above 0x7f (RFC 9110, 5.5), but texts are UTF-8. A byte that is not part of a well-formed sequence is
/// given a character of its own, from a block of the private use area, and so nothing is lost between what a client has sent and what it
/// gets back (DA-API 6.17). Bytes that are the block's own characters are taken one by one, too: different bytes are different texts. Pure.
enum OpaqueBytes {
    /// The character of a byte b from 0x80 on is this plus b.
    private static let base: UInt32 = 0xf700
    private static let block: ClosedRange<UInt32> = 0xf780...0xf7ff

    /// The text of some bytes, in UTF-8.
    ///
    /// - Returns: the text, and how many bytes at the end may be the beginning of a sequence, and are left out.
    static func escaped(_ bytes: some RandomAccessCollection<UInt8>) -> (text: [UInt8], left: Int) {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var rest = bytes[...]
        while let byte = rest.first {
            switch sequence(rest) {
            case .wellFormed(let length):
                text.append(contentsOf: rest.prefix(length))
                rest = rest.dropFirst(length)
            case .malformed:
                text.append(contentsOf: String(Character(Unicode.Scalar(base + UInt32(byte))!)).utf8)
                rest = rest.dropFirst()
            case .unfinished: return (text, rest.count)
            }
        }
        return (text, 0)
    }

    /// The bytes of a text.
    static func unescaped(_ text: some RandomAccessCollection<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            if block.contains(scalar.value) {
                bytes.append(UInt8(scalar.value - base))
            } else {
                bytes.append(contentsOf: UTF8.encode(scalar)!)
            }
        }
        return bytes
    }

    private enum Sequence {
        case wellFormed(Int)
        case malformed
        case unfinished
    }

    private static func sequence(_ bytes: some RandomAccessCollection<UInt8>) -> Sequence {
        guard let length = bytes.first.flatMap(length) else { return .malformed }
        let candidate = bytes.prefix(length)
        guard candidate.dropFirst().allSatisfy({ $0 & 0xc0 == 0x80 }) else { return .malformed }
        guard candidate.count == length else { return .unfinished }
        guard let scalar = String(validating: candidate, as: UTF8.self)?.unicodeScalars.first else { return .malformed }
        return block.contains(scalar.value) ? .malformed : .wellFormed(length)
    }

    /// Of the sequence that begins with this byte; nil: none does.
    private static func length(_ lead: UInt8) -> Int? {
        switch lead {
        case 0..<0x80: 1
        case 0xc2...0xdf: 2
        case 0xe0...0xef: 3
        case 0xf0...0xf4: 4
        default: nil
        }
    }
}
