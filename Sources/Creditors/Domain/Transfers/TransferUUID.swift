/// A 128-bit UUID, ordered as the big-endian number that its text shows (CA-API 6.6).
struct TransferUUID: Hashable, Comparable, Sendable {
    let high: UInt64
    let low: UInt64

    static func < (a: TransferUUID, b: TransferUUID) -> Bool { (a.high, a.low) < (b.high, b.low) }

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The canonical form of CA-API 2.5, in either case: the only one that is recognized in a path.
    init?(path text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 36, [8, 13, 18, 23].allSatisfy({ bytes[$0] == UInt8(ascii: "-") }) else { return nil }
        self.init(hex: bytes.enumerated().filter { ![8, 13, 18, 23].contains($0.offset) }.map(\.element))
    }

    /// CA-API 5.6: in bodies and queries hyphens, braces and `urn:uuid:` may be there or not.
    init?(lenient text: String) {
        let stripped = text.replacing("urn:", with: "").replacing("uuid:", with: "")
        let inner = stripped.drop { $0 == "{" || $0 == "}" }
        let trimmed = inner.reversed().drop { $0 == "{" || $0 == "}" }.reversed()
        self.init(hex: String(trimmed).utf8.filter { $0 != UInt8(ascii: "-") })
    }

    private init?(hex: [UInt8]) {
        guard hex.count == 32 else { return nil }
        var halves: (UInt64, UInt64) = (0, 0)
        for (i, c) in hex.enumerated() {
            guard let digit = Self.digit(c) else { return nil }
            if i < 16 { halves.0 = halves.0 << 4 | digit } else { halves.1 = halves.1 << 4 | digit }
        }
        self.init(high: halves.0, low: halves.1)
    }

    private static func digit(_ c: UInt8) -> UInt64? {
        switch c {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(c - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(c - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(c - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    /// Lower case, hyphenated 8-4-4-4-12.
    var text: String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var at = 0
            for i in 0..<32 {
                if i == 8 || i == 12 || i == 16 || i == 20 {
                    buffer[at] = UInt8(ascii: "-")
                    at += 1
                }
                let half = i < 16 ? high : low
                let digit = UInt8(truncatingIfNeeded: half >> UInt64(60 - 4 * (i % 16))) & 15
                buffer[at] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
                at += 1
            }
            return at
        }
    }
}
