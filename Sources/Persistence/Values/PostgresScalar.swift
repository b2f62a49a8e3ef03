/// A value that is one field: parameter, column, and element of array parameters and array columns.
///
/// An enumeration or identifier with a raw value that is a scalar gets everything for free:
///
///     enum TransferState: Int16 { case initiated = 1, committed = 2 }
///     extension TransferState: PostgresScalar {}
public protocol PostgresScalar: PostgresEncodable, PostgresDecodable, PostgresArrayElement {
    /// The type of arrays of `Self`.
    static var postgresArrayType: PostgresType { get }
}

extension PostgresScalar {
    @inlinable public static func accepts(_ type: PostgresType) -> Bool { type == postgresType }
}

extension RawRepresentable where Self: PostgresScalar, RawValue: PostgresScalar {
    /// That of the raw value.
    @inlinable public static var postgresType: PostgresType { RawValue.postgresType }
    /// That of arrays of raw values.
    @inlinable public static var postgresArrayType: PostgresType { RawValue.postgresArrayType }
    /// Whatever the raw value accepts.
    @inlinable public static func accepts(_ type: PostgresType) -> Bool { RawValue.accepts(type) }
    /// Arrays of its own type, and of what the raw value accepts.
    @inlinable public static func acceptsArray(_ type: PostgresType) -> Bool {
        type == postgresArrayType || RawValue.acceptsArray(type)
    }
    /// Writes the raw value.
    @inlinable public func encode(into writer: inout PostgresWriter) { rawValue.encode(into: &writer) }

    /// Reads the raw value; a value that none of the cases has is an error.
    @inlinable public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        guard let value = Self(rawValue: try RawValue(postgres: bytes, type: type)) else { throw .invalidValue }
        self = value
    }
}
