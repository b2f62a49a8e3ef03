/// The part of all ids and texts that one shard of a node is responsible for, and its parent shard's part (SMP 14).
public struct ShardingRealm: Hashable, Sendable, CustomStringConvertible {
    /// Most bits of a binding key.
    public static let maximumBits = 20

    /// The binding key that defines the realm, e.g. `0.1.#`.
    public let bindingKey: String
    /// As many one-bits as the key has bits, then zeros.
    public let mask: UInt32
    /// The bits of the key, then zeros.
    public let prefix: UInt32

    /// The realm of a binding key: zero to twenty groups `0.` or `1.`, then `#`; `nil` for anything else (SMP 14.1).
    public init?(bindingKey: String) {
        let bytes = Array(bindingKey.utf8)
        let groups = bytes.count / 2
        guard bytes.count == 2 * groups + 1, groups <= Self.maximumBits, bytes.last == UInt8(ascii: "#") else { return nil }
        var mask: UInt32 = 0
        var prefix: UInt32 = 0
        for group in 0..<groups {
            let bit = bytes[2 * group]
            guard bit == UInt8(ascii: "0") || bit == UInt8(ascii: "1"), bytes[2 * group + 1] == UInt8(ascii: ".") else {
                return nil
            }
            mask |= 1 << UInt32(31 - group)
            if bit == UInt8(ascii: "1") { prefix |= 1 << UInt32(31 - group) }
        }
        self.bindingKey = bindingKey
        self.mask = mask
        self.prefix = prefix
    }

    /// The realm of a node that is not divided: `#`.
    public static let everything: ShardingRealm = {
        guard let realm = ShardingRealm(bindingKey: "#") else { preconditionFailure("`#` is a binding key") }
        return realm
    }()

    /// How many bits the binding key has.
    public var bitCount: Int { mask.nonzeroBitCount }

    /// The mask without its last bit; everything is its own parent (SMP 14.2).
    public var parentMask: UInt32 { mask & (mask << 1) }

    /// What ``parentMask`` leaves of the prefix.
    public var parentPrefix: UInt32 { prefix & parentMask }

    /// The upper half of the mask, to be compared with ``WireIdentifier/shardingHash16`` (TS 4.5): `hash & mask16 == prefix16`. Keys of
    /// more than 16 bits lose the rest.
    public var mask16: Int16 { Int16(truncatingIfNeeded: mask >> 16) }

    /// The upper half of the prefix (see ``mask16``).
    public var prefix16: Int16 { Int16(truncatingIfNeeded: prefix >> 16) }

    // MARK: Matching (SMP 14.3, 14.4)

    /// Whether an id belongs to the shard.
    public func contains(_ id: some WireIdentifier) -> Bool { matches(MD5.prefix(of: id.rawValue)) }

    /// Whether a pair of ids belongs to the shard.
    public func contains(_ first: some WireIdentifier, _ second: some WireIdentifier) -> Bool {
        matches(MD5.prefix(of: first.rawValue, second.rawValue))
    }

    /// Whether a text belongs to the shard.
    public func contains(text: String) -> Bool { matches(Self.digest(text)) }

    /// Whether an id belongs to the shard or to its sibling.
    public func parentContains(_ id: some WireIdentifier) -> Bool { parentMatches(MD5.prefix(of: id.rawValue)) }

    /// Whether a pair of ids belongs to the shard or to its sibling.
    public func parentContains(_ first: some WireIdentifier, _ second: some WireIdentifier) -> Bool {
        parentMatches(MD5.prefix(of: first.rawValue, second.rawValue))
    }

    /// Whether a text belongs to the shard or to its sibling.
    public func parentContains(text: String) -> Bool { parentMatches(Self.digest(text)) }

    private func matches(_ key: UInt32) -> Bool { key & mask == prefix }

    private func parentMatches(_ key: UInt32) -> Bool { key & parentMask == parentPrefix }

    private static func digest(_ text: String) -> UInt32 {
        var text = text
        return text.withUTF8 { MD5.prefix($0) }
    }

    public var description: String { bindingKey }
}

extension WireIdentifier {
    /// The upper half of the hash that decides the shard of an id, as the solver database stores it (TS 4.5, TW 3.3).
    public var shardingHash16: Int16 { Int16(truncatingIfNeeded: MD5.prefix(of: rawValue) >> 16) }
}
