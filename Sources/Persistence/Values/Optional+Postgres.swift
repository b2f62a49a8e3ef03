// Optionals: `nil` is NULL.

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    @inlinable public static var postgresType: PostgresType { Wrapped.postgresType }

    /// Only a value has a binary form; NULL has none and exists only as a field.
    @inlinable public func encode(into writer: inout PostgresWriter) {
        guard let self else { preconditionFailure("NULL has no binary form") }
        self.encode(into: &writer)
    }

    @inlinable public func encodeField(into writer: inout PostgresWriter) {
        switch self {
        case .some(let value): value.encodeField(into: &writer)
        case .none: writer.appendNullField()
        }
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    @inlinable public static func accepts(_ type: PostgresType) -> Bool { Wrapped.accepts(type) }

    @inlinable public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        self = try Wrapped(postgres: bytes, type: type)
    }

    @inlinable public static func decodeField(
        _ bytes: UnsafeRawBufferPointer?, type: PostgresType
    ) throws(PostgresDecodingFailure) -> Wrapped? {
        guard let bytes else { return nil }
        return try Wrapped(postgres: bytes, type: type)
    }
}
