/// The name that the debtor gives to a transfer: 128 bits, written in the canonical form with lower-case digits.
struct TransferUUID: Hashable, Sendable {
    let high: UInt64
    let low: UInt64

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The canonical form, in lower-case.
    var text: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(36)
        for position in 0..<32 {
            if position == 8 || position == 12 || position == 16 || position == 20 { bytes.append(UInt8(ascii: "-")) }
            let word = position < 16 ? high : low
            bytes.append(Self.digits[Int((word >> UInt64(60 - 4 * (position % 16))) & 15)])
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let digits = Array("0123456789abcdef".utf8)

    /// The form with hyphens only, 8-4-4-4-12 digits of any case: what paths have (DA-API 3.1).
    init?(path: some StringProtocol) {
        let bytes = Array(path.utf8)
        guard bytes.count == 36 else { return nil }
        for position in [8, 13, 18, 23] where bytes[position] != UInt8(ascii: "-") { return nil }
        self.init(digits: bytes.filter { $0 != UInt8(ascii: "-") })
    }

    /// All forms that request bodies may have (DA-API 4.2): without hyphens, in braces, with `urn:uuid:` in front.
    init?(lenient text: String) {
        var digits = Array(text.utf8)
        digits.remove(first: Array("urn:".utf8))
        digits.remove(first: Array("uuid:".utf8))
        while let first = digits.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "}") { digits.removeFirst() }
        while let last = digits.last, last == UInt8(ascii: "{") || last == UInt8(ascii: "}") { digits.removeLast() }
        self.init(digits: digits.filter { $0 != UInt8(ascii: "-") })
    }

    private init?(digits: [UInt8]) {
        guard digits.count == 32 else { return nil }
        var words: (UInt64, UInt64) = (0, 0)
        for (position, byte) in digits.enumerated() {
            let value: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            if position < 16 {
                words.0 = words.0 << 4 | UInt64(value)
            } else {
                words.1 = words.1 << 4 | UInt64(value)
            }
        }
        (high, low) = words
    }
}

extension [UInt8] {
    fileprivate mutating func remove(first prefix: [UInt8]) {
        if starts(with: prefix) { removeFirst(prefix.count) }
    }
}
