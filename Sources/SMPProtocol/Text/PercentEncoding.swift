/// Percent-encoding of URLs and forms (RFC 3986, 2.1). Everybody who reads or writes it does it here.
public enum PercentEncoding {
    /// Why a text cannot be decoded.
    public enum Problem: Error, Sendable, Equatable {
        /// A percent sign that two hexadecimal digits do not follow.
        case malformedEscape
        /// What has been decoded is not UTF-8.
        case notUTF8
    }

    /// The text with its escapes replaced by what they stand for.
    ///
    /// - Parameter plusIsSpace: whether `+` stands for a blank, as in forms and in the queries of browsers.
    public static func decode(_ text: Substring, plusIsSpace: Bool = false) throws(Problem) -> String {
        let isPlain = text.utf8.allSatisfy { $0 != UInt8(ascii: "%") && !(plusIsSpace && $0 == UInt8(ascii: "+")) }
        if isPlain { return String(text) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(Hexadecimal.value), let low = rest.next().flatMap(Hexadecimal.value) else {
                    throw .malformedEscape
                }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        return decoded
    }

    /// The text with `%XX` for every byte that is neither unreserved nor one of those to be kept.
    ///
    /// - Parameter kept: bytes that stay as they are, besides the unreserved ones.
    public static func encode(_ text: some StringProtocol, keeping kept: Set<UInt8> = []) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if isUnreserved(byte) || kept.contains(byte) {
                bytes.append(byte)
            } else {
                bytes.append(UInt8(ascii: "%"))
                bytes.append(Hexadecimal.digit(byte >> 4, .upper))
                bytes.append(Hexadecimal.digit(byte & 15, .upper))
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Letters, digits and `-._~`, which mean themselves everywhere.
    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// The pairs of `name=value&name&…` in their order, as they are written: not decoded. Empty pairs are left out.
    public static func pairs(of text: Substring) -> [(name: Substring, value: Substring?)] {
        text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (parts[0], parts.count > 1 ? parts[1] : nil)
        }
    }
}
