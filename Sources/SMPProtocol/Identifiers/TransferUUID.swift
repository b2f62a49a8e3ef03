/// The name that a client gives to a transfer: 128 bits, ordered as the big-endian number that the text shows (DA-API 4.2, CA-API 2.5,
/// CA-API 6.6).
public struct TransferUUID: Hashable, Comparable, Sendable {
    /// The first 64 bits.
    public let high: UInt64
    /// The last 64 bits.
    public let low: UInt64

    /// The UUID with these bits.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    public static func < (a: TransferUUID, b: TransferUUID) -> Bool { (a.high, a.low) < (b.high, b.low) }

    /// The canonical form, 8-4-4-4-12 digits of either case: the only one that paths have.
    public init?(path text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 36, Self.hyphens.allSatisfy({ bytes[$0] == UInt8(ascii: "-") }) else { return nil }
        self.init(digits: bytes.enumerated().filter { !Self.hyphens.contains($0.offset) }.map(\.element))
    }

    /// All forms that bodies and queries may have: hyphens, braces and `urn:uuid:` may be there or not (CA-API 5.6).
    public init?(lenient text: String) {
        // Nearly everybody writes it so.
        if let canonical = TransferUUID(path: text) {
            self = canonical
            return
        }
        let stripped = text.replacing("urn:", with: "").replacing("uuid:", with: "")
        let inner = stripped.drop { $0 == "{" || $0 == "}" }
        let trimmed = inner.reversed().drop { $0 == "{" || $0 == "}" }.reversed()
        self.init(digits: String(trimmed).utf8.filter { $0 != UInt8(ascii: "-") })
    }

    private init?(digits: [UInt8]) {
        guard let bytes = Hexadecimal.bytes(of: digits), bytes.count == 16 else { return nil }
        func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        self.init(high: word(bytes[..<8]), low: word(bytes[8...]))
    }

    private static let hyphens = [8, 13, 18, 23]

    /// The canonical form, in lower case.
    public var text: String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var at = 0
            for i in 0..<32 {
                if i == 8 || i == 12 || i == 16 || i == 20 {
                    buffer[at] = UInt8(ascii: "-")
                    at += 1
                }
                let half = i < 16 ? high : low
                let digit = UInt8(truncatingIfNeeded: half >> UInt64(60 - 4 * (i % 16))) & 15
                buffer[at] = Hexadecimal.digit(digit, .lower)
                at += 1
            }
            return at
        }
    }
}
