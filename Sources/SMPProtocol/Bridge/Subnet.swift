/// All ids that begin with the same bytes (SMP 8.4).
public struct Subnet: Hashable, Sendable {
    /// One-bits where the prefix is.
    public let mask: UInt64
    /// The prefix, then zeros.
    public let value: UInt64
    private let byteCount: Int

    /// The subnet of a prefix of 0 to 8 bytes, two hexadecimal digits each; `nil` for anything else.
    public init?(hex: String) {
        let digits = Array(hex.utf8)
        guard digits.count % 2 == 0, digits.count <= 16 else { return nil }
        var value: UInt64 = 0
        for digit in digits {
            guard let nibble = ByteText.hexValue(digit) else { return nil }
            value = value << 4 | UInt64(nibble)
        }
        byteCount = digits.count / 2
        // A shift by 64 gives zero.
        mask = UInt64.max << UInt64(64 - 8 * byteCount)
        self.value = value << UInt64(64 - 8 * byteCount)
    }

    public func contains(_ id: some WireIdentifier) -> Bool { id.unsigned & mask == value }

    /// The id with the same remaining bits in another subnet of the same size.
    public func moving<ID: WireIdentifier>(_ id: ID, to other: Subnet) -> ID {
        precondition(mask == other.mask, "the subnets have different sizes")
        return ID(unsigned: id.unsigned & ~mask | other.value)
    }

    /// The key with which a topic exchange selects the ids of the subnet by their hex keys: `12.34.ab.cd.#`; without the final
    /// `#` when the prefix is a whole id.
    public var bindingKey: String {
        let bytes = (0..<byteCount).map { index in
            let byte = UInt8(truncatingIfNeeded: value >> UInt64(56 - 8 * index))
            return (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return (bytes + (byteCount < 8 ? ["#"] : [])).joined(separator: ".")
    }
}
