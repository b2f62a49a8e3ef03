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
    public var name: String
    public var value: FieldValue

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
