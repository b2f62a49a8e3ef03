/// The value of an AMQP header, with the exact type that it has on the wire (SMP 6.2).
public enum HeaderValue: Hashable, Sendable {
    /// 32 bits, signed (`I`).
    case int32(Int32)
    /// 64 bits, signed (`l`).
    case int64(Int64)
    /// A long string (`S`).
    case string(String)
    /// `t`.
    case boolean(Bool)

    /// An integer in 32 bits when it fits, otherwise in 64.
    public init(_ integer: Int64) {
        self = Int32(exactly: integer).map(HeaderValue.int32) ?? .int64(integer)
    }

    /// The number, whatever its width is.
    public var integer: Int64? {
        switch self {
        case .int32(let value): Int64(value)
        case .int64(let value): value
        case .string, .boolean: nil
        }
    }
}

/// One AMQP header.
public struct Header: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Its value, with its AMQP type.
    public let value: HeaderValue

    /// A header.
    public init(_ name: String, _ value: HeaderValue) {
        self.name = name
        self.value = value
    }
}
