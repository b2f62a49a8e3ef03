/// A value that can be read from a column of a result.
public protocol PostgresDecodable: Sendable {
    /// Whether columns of this type can be read as `Self`.
    static func accepts(_ type: PostgresType) -> Bool

    /// Reads the binary form of a value of an accepted type. The bytes are only valid during the call.
    init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure)

    /// Reads a field; `nil` is NULL.
    static func decodeField(_ bytes: UnsafeRawBufferPointer?, type: PostgresType) throws(PostgresDecodingFailure) -> Self
}

extension PostgresDecodable {
    /// By default NULL is refused.
    @inlinable public static func decodeField(
        _ bytes: UnsafeRawBufferPointer?, type: PostgresType
    ) throws(PostgresDecodingFailure) -> Self {
        guard let bytes else { throw .null }
        return try Self(postgres: bytes, type: type)
    }
}

/// Why a field could not be read as the wanted Swift type.
public enum PostgresDecodingFailure: Error, Hashable, Sendable {
    /// NULL where a value is demanded.
    case null
    /// The column has a type that the Swift type does not accept.
    case unexpectedType(PostgresType)
    /// The binary form has another length than the type says.
    case wrongLength(Int)
    /// The value is outside of what the Swift type can hold.
    case invalidValue
    /// An array of more than one dimension, or with bounds that do not fit its bytes.
    case malformedArray
}

/// A column of a result could not be read as the wanted Swift type: the statement and the code that reads its rows disagree.
///
/// Holds no data of the row.
public struct PostgresDecodingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public let failure: PostgresDecodingFailure
    /// The column, counted from 0.
    public let column: Int
    /// The name that the result gives to the column.
    public let columnName: String
    /// The name of the Swift type that was wanted.
    public let wantedType: String

    public var description: String {
        let place = "column \(column) (\(columnName)) cannot be read as \(wantedType): "
        return switch failure {
        case .null: place + "it is NULL"
        case .unexpectedType(let type): place + "it has the type with the object identifier \(type.rawValue)"
        case .wrongLength(let length): place + "its value has \(length) bytes"
        case .invalidValue: place + "its value is outside of the type's range"
        case .malformedArray: place + "its value is not a well-formed array of one dimension"
        }
    }
}

extension UnsafeRawBufferPointer {
    /// The integer that fills the whole buffer.
    @inlinable func bigEndianInteger<Value: FixedWidthInteger>(_: Value.Type) throws(PostgresDecodingFailure) -> Value {
        guard count == MemoryLayout<Value>.size else { throw .wrongLength(count) }
        return Value(bigEndian: loadUnaligned(as: Value.self))
    }
}
