/// A value in an AMQP table: a message header, or an argument of a declaration.
public enum FieldValue: Sendable, Equatable {
    case bool(Bool)
    /// Written as a signed 32-bit integer when it fits, else as a signed 64-bit one (SMP 6.2). Every integer
    /// width of the wire reads as this; `L`, which the reference's library writes for negative numbers, is signed too.
    case int(Int64)
    case double(Double)
    /// A long string. Bytes that are not UTF-8 are repaired with U+FFFD when read.
    case string(String)
    /// Seconds since 1970.
    case timestamp(UInt64)
    case decimal(scale: UInt8, value: UInt32)
    case bytes([UInt8])
    case void
    case array([FieldValue])
    case table([Field])
}

extension FieldValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral {
    public init(stringLiteral value: String) { self = .string(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int64) { self = .int(value) }
}

/// One entry of an AMQP table. An array of these keeps the order of the wire.
public struct Field: Sendable, Equatable {
    /// At most 128 bytes (SMP 6.2).
    public var name: String
    /// What stands behind the name.
    public var value: FieldValue

    /// One entry.
    public init(_ name: String, _ value: FieldValue) {
        self.name = name
        self.value = value
    }
}

extension [Field] {
    /// The value of the first entry with this name.
    public subscript(named name: String) -> FieldValue? {
        first { $0.name == name }?.value
    }
}

extension FieldValue {
    /// Bytes on the wire, with the one that says its type.
    var encodedSize: Int {
        switch self {
        case .void: 1
        case .bool: 2
        case .decimal: 6
        case .int, .double, .timestamp: 9
        case .string(let text): 5 + text.utf8.count
        case .bytes(let bytes): 5 + bytes.count
        case .array(let values): 5 + values.reduce(0) { $0 + $1.encodedSize }
        case .table(let fields): 5 + fields.reduce(0) { $0 + 1 + $1.name.utf8.count + $1.value.encodedSize }
        }
    }
}
