/// A value that can be a parameter of a statement or a field of a binary COPY.
public protocol PostgresEncodable: Sendable {
    /// The type that the server is told. It decides how the statement is understood, so it must not depend on the value.
    static var postgresType: PostgresType { get }

    /// Appends the value's binary form, without its length.
    func encode(into writer: inout PostgresWriter)

    /// Appends the value as a field: its length in bytes (four bytes; −1 for NULL), then its binary form.
    func encodeField(into writer: inout PostgresWriter)
}

extension PostgresEncodable {
    /// By default the length is filled in afterwards.
    @inlinable public func encodeField(into writer: inout PostgresWriter) {
        let start = writer.beginField()
        encode(into: &writer)
        writer.endField(from: start)
    }
}

/// The bytes of parameters, in the server's order (big endian).
public struct PostgresWriter: Sendable {
    @usableFromInline var bytes: [UInt8] = []

    /// Nothing yet.
    @inlinable public init() {}

    /// Appends an integer of its own width.
    @inlinable public mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Appends bytes as they are.
    @inlinable public mutating func append(contentsOf other: some Sequence<UInt8>) {
        bytes.append(contentsOf: other)
    }

    /// Makes room for about so many bytes more.
    @inlinable mutating func reserve(_ count: Int) {
        let needed = bytes.count + count
        if needed > bytes.capacity { bytes.reserveCapacity(max(needed, 2 * bytes.capacity)) }
    }

    /// A field of a value of fixed width.
    @inlinable mutating func appendField<Value: FixedWidthInteger>(_ value: Value) {
        append(Int32(truncatingIfNeeded: MemoryLayout<Value>.size))
        append(value)
    }

    @inlinable mutating func appendNullField() { append(Int32(-1)) }

    /// Leaves room for the length; returns where the field's content begins.
    @inlinable mutating func beginField() -> Int {
        append(Int32(0))
        return bytes.count
    }

    /// Fills in the length of the field whose content began at `start`.
    @inlinable mutating func endField(from start: Int) {
        let length = bytes.count - start
        precondition(length <= Int(Int32.max), "a value of more than 2 GiB cannot be a parameter")
        patch(Int32(truncatingIfNeeded: length), at: start - 4)
    }

    @inlinable mutating func patch(_ value: Int32, at offset: Int) {
        withUnsafeBytes(of: value.bigEndian) { source in
            for index in 0..<4 { bytes[offset + index] = source[index] }
        }
    }
}
