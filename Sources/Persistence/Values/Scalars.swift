// The scalars of the standard library.

extension Bool: PostgresScalar {
    @inlinable public static var postgresType: PostgresType { .bool }
    @inlinable public static var postgresArrayType: PostgresType { .boolArray }
    @inlinable public func encode(into writer: inout PostgresWriter) { writer.append(self ? 1 : 0 as UInt8) }
    @inlinable public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        self = try bytes.bigEndianInteger(UInt8.self) != 0
    }
}

extension Int16: PostgresScalar {
    @inlinable public static var postgresType: PostgresType { .int2 }
    @inlinable public static var postgresArrayType: PostgresType { .int2Array }
    @inlinable public func encode(into writer: inout PostgresWriter) { writer.append(self) }
    @inlinable public func encodeField(into writer: inout PostgresWriter) { writer.appendField(self) }
    @inlinable public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        self = try bytes.bigEndianInteger(Int16.self)
    }
}

/// Reads `integer` and `smallint` columns.
extension Int32: PostgresScalar {
    @inlinable public static var postgresType: PostgresType { .int4 }
    @inlinable public static var postgresArrayType: PostgresType { .int4Array }
    @inlinable public static func accepts(_ type: PostgresType) -> Bool { type == .int4 || type == .int2 }
    @inlinable public func encode(into writer: inout PostgresWriter) { writer.append(self) }
    @inlinable public func encodeField(into writer: inout PostgresWriter) { writer.appendField(self) }
    @inlinable public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        self = type == .int2 ? Int32(try bytes.bigEndianInteger(Int16.self)) : try bytes.bigEndianInteger(Int32.self)
    }
}

/// Reads `bigint`, `integer`, `smallint` and `oid` columns.
extension Int64: PostgresScalar {
    @inlinable public static var postgresType: PostgresType { .int8 }
    @inlinable public static var postgresArrayType: PostgresType { .int8Array }
    @inlinable public static func accepts(_ type: PostgresType) -> Bool {
        type == .int8 || type == .int4 || type == .int2 || type == .oid
    }
    @inlinable public func encode(into writer: inout PostgresWriter) { writer.append(self) }
    @inlinable public func encodeField(into writer: inout PostgresWriter) { writer.appendField(self) }
    @inlinable public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        self =
            switch type {
            case .int8: try bytes.bigEndianInteger(Int64.self)
            case .int2: Int64(try bytes.bigEndianInteger(Int16.self))
            case .oid: Int64(try bytes.bigEndianInteger(UInt32.self))
            default: Int64(try bytes.bigEndianInteger(Int32.self))
            }
    }
}

/// The same as `Int64`; for counts and sizes.
extension Int: PostgresScalar {
    @inlinable public static var postgresType: PostgresType { .int8 }
    @inlinable public static var postgresArrayType: PostgresType { .int8Array }
    @inlinable public static func accepts(_ type: PostgresType) -> Bool { Int64.accepts(type) }
    @inlinable public func encode(into writer: inout PostgresWriter) { writer.append(Int64(self)) }
    @inlinable public func encodeField(into writer: inout PostgresWriter) { writer.appendField(Int64(self)) }
    @inlinable public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        self = Int(try Int64(postgres: bytes, type: type))
    }
}

extension Float: PostgresScalar {
    @inlinable public static var postgresType: PostgresType { .float4 }
    @inlinable public static var postgresArrayType: PostgresType { .float4Array }
    @inlinable public func encode(into writer: inout PostgresWriter) { writer.append(bitPattern) }
    @inlinable public func encodeField(into writer: inout PostgresWriter) { writer.appendField(bitPattern) }
    @inlinable public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        self = Float(bitPattern: try bytes.bigEndianInteger(UInt32.self))
    }
}

/// Reads `double precision` and `real` columns.
extension Double: PostgresScalar {
    @inlinable public static var postgresType: PostgresType { .float8 }
    @inlinable public static var postgresArrayType: PostgresType { .float8Array }
    @inlinable public static func accepts(_ type: PostgresType) -> Bool { type == .float8 || type == .float4 }
    @inlinable public func encode(into writer: inout PostgresWriter) { writer.append(bitPattern) }
    @inlinable public func encodeField(into writer: inout PostgresWriter) { writer.appendField(bitPattern) }
    @inlinable public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        self =
            type == .float4
            ? Double(Float(bitPattern: try bytes.bigEndianInteger(UInt32.self)))
            : Double(bitPattern: try bytes.bigEndianInteger(UInt64.self))
    }
}

/// Parameters are `text`; a column of another text-like type needs no cast, one of `json` or an enumeration does.
/// Reads `text`, `varchar`, `char(n)`, `name` and `json` columns. The server refuses texts that contain U+0000 (SQLSTATE 22021).
extension String: PostgresScalar {
    @inlinable public static var postgresType: PostgresType { .text }
    @inlinable public static var postgresArrayType: PostgresType { .textArray }
    @inlinable public static func accepts(_ type: PostgresType) -> Bool {
        type == .text || type == .varchar || type == .bpchar || type == .name || type == .json
    }
    @inlinable public static func acceptsArray(_ type: PostgresType) -> Bool { type == .textArray || type == .varcharArray }
    @inlinable public func encode(into writer: inout PostgresWriter) { writer.append(contentsOf: utf8) }
    @inlinable public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        self = String(decoding: bytes, as: UTF8.self)
    }
}
