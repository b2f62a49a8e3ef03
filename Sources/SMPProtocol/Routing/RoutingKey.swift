/// Routing keys (SMP 7).
public enum RoutingKey {
    /// The hex key of `creditors_out`: the id's 8 bytes, big-endian, as two lower-case hex digits each, joined with dots (SMP 7.1).
    public static func hex(_ id: some WireIdentifier) -> String {
        let value = id.unsigned
        return String(unsafeUninitializedCapacity: 23) { buffer in
            for index in 0..<8 {
                let byte = UInt8(truncatingIfNeeded: value >> UInt64(56 - 8 * index))
                buffer[3 * index] = Hexadecimal.digit(byte >> 4, .lower)
                buffer[3 * index + 1] = Hexadecimal.digit(byte & 15, .lower)
                if index < 7 { buffer[3 * index + 2] = UInt8(ascii: ".") }
            }
            return 23
        }
    }

    /// The bin key of an id: the first 24 bits of its MD5 digest, joined with dots (SMP 7.2).
    public static func binary(_ id: some WireIdentifier) -> String { bits(MD5.prefix(of: id.rawValue)) }

    /// The bin key of a pair of ids, as an accounting authority uses it (SMP 7.2).
    public static func binary(_ first: some WireIdentifier, _ second: some WireIdentifier) -> String {
        bits(MD5.prefix(of: first.rawValue, second.rawValue))
    }

    /// The iri key: as the bin key, of the text's UTF-8 bytes without any normalisation (SMP 7.3).
    public static func iri(_ text: String) -> String {
        var text = text
        return bits(text.withUTF8 { MD5.prefix($0) })
    }

    private static func bits(_ digest: UInt32) -> String {
        String(unsafeUninitializedCapacity: 47) { buffer in
            for index in 0..<24 {
                buffer[2 * index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digest >> UInt32(31 - index) & 1)
                if index < 23 { buffer[2 * index + 1] = UInt8(ascii: ".") }
            }
            return 47
        }
    }
}
