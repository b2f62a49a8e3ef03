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
    @inlinable public static var postgresType: PostgresType { RawValue.postgresType }
    @inlinable public static var postgresArrayType: PostgresType { RawValue.postgresArrayType }
    @inlinable public static func accepts(_ type: PostgresType) -> Bool { RawValue.accepts(type) }
    @inlinable public static func acceptsArray(_ type: PostgresType) -> Bool {
        type == postgresArrayType || RawValue.acceptsArray(type)
    }
    @inlinable public func encode(into writer: inout PostgresWriter) { rawValue.encode(into: &writer) }

    @inlinable public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        guard let value = Self(rawValue: try RawValue(postgres: bytes, type: type)) else { throw .invalidValue }
        self = value
    }
}
