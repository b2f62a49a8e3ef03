/// What may stand in a Swift array that is a parameter or a column: scalars, optional scalars, and bytes.
///
/// Bytes are the exception that makes `[UInt8]` a `bytea` instead of an array of numbers, and `[[UInt8]]` a `bytea[]`.
public protocol PostgresArrayElement: Sendable {
    /// The type of `[Self]`.
    static var postgresTypeOfArray: PostgresType { get }
    /// Whether columns of this type can be read as `[Self]`.
    static func acceptsArray(_ type: PostgresType) -> Bool
    /// Appends the binary form of a whole array, without its length.
    static func encodeArray(_ elements: [Self], into writer: inout PostgresWriter)
    /// Reads the binary form of a whole array. The bytes are only valid during the call.
    static func decodeArray(_ bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) -> [Self]
}

extension Array: PostgresEncodable where Element: PostgresArrayElement {
    @inlinable public static var postgresType: PostgresType { Element.postgresTypeOfArray }
    @inlinable public func encode(into writer: inout PostgresWriter) { Element.encodeArray(self, into: &writer) }
}

extension Array: PostgresDecodable where Element: PostgresArrayElement {
    @inlinable public static func accepts(_ type: PostgresType) -> Bool { Element.acceptsArray(type) }
    @inlinable public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        self = try Element.decodeArray(bytes, type: type)
    }
}

extension PostgresScalar {
    @inlinable public static var postgresTypeOfArray: PostgresType { postgresArrayType }
    @inlinable public static func acceptsArray(_ type: PostgresType) -> Bool { type == postgresArrayType }

    @inlinable public static func encodeArray(_ elements: [Self], into writer: inout PostgresWriter) {
        ArrayForm.encode(elements, of: postgresType, into: &writer)
    }

    @inlinable public static func decodeArray(
        _ bytes: UnsafeRawBufferPointer, type: PostgresType
    ) throws(PostgresDecodingFailure) -> [Self] {
        try ArrayForm.decode(bytes)
    }
}

extension Optional: PostgresArrayElement where Wrapped: PostgresScalar {
    @inlinable public static var postgresTypeOfArray: PostgresType { Wrapped.postgresArrayType }
    @inlinable public static func acceptsArray(_ type: PostgresType) -> Bool { Wrapped.acceptsArray(type) }

    @inlinable public static func encodeArray(_ elements: [Wrapped?], into writer: inout PostgresWriter) {
        ArrayForm.encode(elements, of: Wrapped.postgresType, into: &writer)
    }

    @inlinable public static func decodeArray(
        _ bytes: UnsafeRawBufferPointer, type: PostgresType
    ) throws(PostgresDecodingFailure) -> [Wrapped?] {
        try ArrayForm.decode(bytes)
    }
}

extension UInt8: PostgresArrayElement {
    @inlinable public static var postgresTypeOfArray: PostgresType { .bytea }
    @inlinable public static func acceptsArray(_ type: PostgresType) -> Bool { type == .bytea }
    @inlinable public static func encodeArray(_ elements: [UInt8], into writer: inout PostgresWriter) {
        writer.append(contentsOf: elements)
    }
    @inlinable public static func decodeArray(
        _ bytes: UnsafeRawBufferPointer, type: PostgresType
    ) throws(PostgresDecodingFailure) -> [UInt8] {
        [UInt8](bytes)
    }
}

extension Array: PostgresScalar, PostgresArrayElement where Element == UInt8 {
    @inlinable public static var postgresArrayType: PostgresType { .byteaArray }
}

/// The binary form of arrays of one dimension: number of dimensions (0 when empty), whether there are NULLs, element type; then
/// length and lower bound of the dimension; then the elements as fields.
@usableFromInline enum ArrayForm {
    @usableFromInline static let headerLength = 12
    @usableFromInline static let dimensionLength = 8

    @inlinable static func encode<Element: PostgresEncodable>(
        _ elements: [Element], of type: PostgresType, into writer: inout PostgresWriter
    ) {
        writer.append(Int32(elements.isEmpty ? 0 : 1))
        // The server recomputes this flag; 0 and 1 are both accepted, whatever the elements are.
        writer.append(Int32(1))
        writer.append(type.rawValue)
        if elements.isEmpty { return }
        precondition(elements.count <= Int(Int32.max), "an array parameter has more than 2^31 elements")
        writer.append(Int32(truncatingIfNeeded: elements.count))
        writer.append(Int32(1))
        writer.reserve(elements.count * (4 + MemoryLayout<Element>.size))
        for element in elements { element.encodeField(into: &writer) }
    }

    @inlinable static func decode<Element: PostgresDecodable>(
        _ bytes: UnsafeRawBufferPointer
    ) throws(PostgresDecodingFailure) -> [Element] {
        guard bytes.count >= headerLength else { throw .malformedArray }
        let dimensions = Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: Int32.self))
        let type = PostgresType(rawValue: UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)))
        guard Element.accepts(type) else { throw .unexpectedType(type) }
        if dimensions == 0 { return [] }
        guard dimensions == 1, bytes.count >= headerLength + dimensionLength else { throw .malformedArray }
        let count = Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: headerLength, as: Int32.self))
        // Each element takes at least its four bytes of length: a larger count is a lie that must not reserve memory.
        guard count >= 0, Int(count) <= (bytes.count - headerLength - dimensionLength) / 4 else { throw .malformedArray }
        var elements: [Element] = []
        elements.reserveCapacity(Int(count))
        var fields = FieldReader(bytes, from: headerLength + dimensionLength)
        for _ in 0..<count { elements.append(try fields.next(Element.self, type: type)) }
        guard fields.isAtEnd else { throw .malformedArray }
        return elements
    }
}

/// Reads fields (length, then bytes) one after the other.
@usableFromInline struct FieldReader {
    @usableFromInline let bytes: UnsafeRawBufferPointer
    @usableFromInline var offset: Int

    @inlinable init(_ bytes: UnsafeRawBufferPointer, from offset: Int) {
        self.bytes = bytes
        self.offset = offset
    }

    @inlinable var isAtEnd: Bool { offset == bytes.count }

    @inlinable mutating func next<Value: PostgresDecodable>(
        _: Value.Type, type: PostgresType
    ) throws(PostgresDecodingFailure) -> Value {
        guard bytes.count - offset >= 4 else { throw .malformedArray }
        let length = Int(Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self)))
        offset += 4
        if length < 0 { return try Value.decodeField(nil, type: type) }
        guard length <= bytes.count - offset else { throw .malformedArray }
        defer { offset += length }
        return try Value.decodeField(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length]), type: type)
    }
}
