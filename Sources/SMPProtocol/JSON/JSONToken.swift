/// One scalar, or one skipped array or object, inside of a document: what it is and where it stands.
struct JSONToken: Sendable {
    enum Kind: UInt8, Sendable {
        case missing, null, yes, no, integer, real, special, string, array, object
    }

    /// What is unusual about a string.
    struct Traits: OptionSet, Sendable {
        let rawValue: UInt8
        /// Contains backslashes.
        static let escaped = Traits(rawValue: 1)
        /// Contains bytes above 0x7F.
        static let nonASCII = Traits(rawValue: 2)
        /// Contains the escape of half of a surrogate pair.
        static let unpairedSurrogate = Traits(rawValue: 4)
        /// Contains the escape of U+0000.
        static let nul = Traits(rawValue: 8)
    }

    var kind: Kind
    var traits: Traits = []
    /// Offset of the first byte; of a string, after the quotation mark.
    var start = 0
    /// Offset after the last byte; of a string, of the closing quotation mark.
    var end = 0

    static let missing = JSONToken(kind: .missing)

    /// Whether a string can be stored as text: no U+0000, no half of a surrogate pair (SMP 2.8).
    var isStorableText: Bool { traits.isDisjoint(with: [.unpairedSurrogate, .nul]) }

    func bytes(of base: UnsafePointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: base + start, count: end - start)
    }
}
