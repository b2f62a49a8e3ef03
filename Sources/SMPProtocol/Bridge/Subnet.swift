/// All ids that begin with the same bytes (SMP 8.4).
public struct Subnet: Hashable, Sendable {
    /// One-bits where the prefix is.
    public let mask: UInt64
    /// The prefix, then zeros.
    public let value: UInt64
    private let byteCount: Int

    /// The subnet of a prefix of 0 to 8 bytes, two hexadecimal digits each; `nil` for anything else.
    public init?(hex: String) {
        guard let bytes = Hexadecimal.bytes(of: hex), bytes.count <= 8 else { return nil }
        byteCount = bytes.count
        // A shift by 64 gives zero.
        mask = UInt64.max << UInt64(64 - 8 * byteCount)
        value = bytes.reduce(0) { $0 << 8 | UInt64($1) } << UInt64(64 - 8 * byteCount)
    }

    /// Whether the id begins with the prefix.
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
            Hexadecimal.text(of: CollectionOfOne(UInt8(truncatingIfNeeded: value >> UInt64(56 - 8 * index))), .lower)
        }
        return (bytes + (byteCount < 8 ? ["#"] : [])).joined(separator: ".")
    }
}
