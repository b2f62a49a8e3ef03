/// What one field of a message type must be; made by describing the type, and compared with `protocol/schemas` by the tests.
public struct FieldRule: Equatable, Sendable {
    /// The type of the member, with its limits.
    public enum Value: Equatable, Sendable {
        case integer(ClosedRange<Int64>)
        /// Finite; without a limit where `nil`.
        case float(minimum: Double?, maximum: Double?)
        case string(StringRule)
        case boolean
        case dateTime
        case date
    }

    /// Limits of a text. Lengths in code points, `maxBytes` in UTF-8.
    public struct StringRule: Equatable, Sendable {
        /// The least length.
        public var minLength = 0
        /// The greatest length; nil: none.
        public var maxLength: Int?
        /// The most bytes; nil: no limit.
        public var maxBytes: Int?
        /// Whether it may hold ASCII only.
        public var isASCII = false
        /// What it must match; nil: nothing.
        public var pattern: StringPattern?
    }

    /// The member's name on the wire.
    public let name: String
    /// What it must be.
    public let value: Value
    /// Whether the member may be missing.
    public let isOptional: Bool
    /// Whether the member may be `null`, which equals missing.
    public let isNullable: Bool
}

/// The patterns of SMP 2.9. They match the whole text; a final newline is not tolerated.
public enum StringPattern: Sendable {
    /// `[0-9A-Za-z.-]{0,8}`
    case transferNoteFormat
    /// Empty, or 64 characters all from `0-9A-F` or all from `0-9a-f`.
    case sha256Hex

    /// The same as an ECMA-262 regular expression.
    public var expression: String {
        switch self {
        case .transferNoteFormat: "^[0-9A-Za-z.-]{0,8}$"
        case .sha256Hex: "^([0-9A-F]{64}|[0-9a-f]{64})?$"
        }
    }

    /// Whether the UTF-8 bytes of a text match.
    public func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        switch self {
        case .transferNoteFormat: bytes.count <= 8 && bytes.allSatisfy(Self.isFormatCharacter)
        case .sha256Hex: bytes.isEmpty || (bytes.count == 64 && Self.isHexOfOneCase(bytes))
        }
    }

    /// Whether a text matches.
    public func matches(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { matches($0) }
    }

    private static func isFormatCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "."), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func isHexOfOneCase(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var hasUpper = false
        var hasLower = false
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): break
            case UInt8(ascii: "A")...UInt8(ascii: "F"): hasUpper = true
            case UInt8(ascii: "a")...UInt8(ascii: "f"): hasLower = true
            default: return false
            }
        }
        return !(hasUpper && hasLower)
    }
}
