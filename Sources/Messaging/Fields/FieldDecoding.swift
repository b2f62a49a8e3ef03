import CRabbitMQ
import Glibc

/// Copies texts out of librabbitmq's memory. The same few occur in nearly every message, so the last ones are remembered.
struct TextCache {
    private static let capacity = 16
    private var texts: [String] = []
    private var next = 0

    mutating func text(_ bytes: amqp_bytes_t) -> String {
        let buffer = bytes.buffer
        if buffer.isEmpty { return "" }
        for text in texts where text.utf8.count == buffer.count && text.hasSameBytes(as: buffer) { return text }
        let text = String(decoding: buffer, as: UTF8.self)
        guard buffer.count <= 64 else { return text }
        if texts.count < Self.capacity {
            texts.append(text)
        } else {
            texts[next] = text
            next = (next + 1) % Self.capacity
        }
        return text
    }
}

extension String {
    fileprivate func hasSameBytes(as buffer: UnsafeRawBufferPointer) -> Bool {
        utf8.withContiguousStorageIfAvailable { memcmp($0.baseAddress!, buffer.baseAddress!, buffer.count) == 0 }
            ?? utf8.elementsEqual(buffer)
    }
}

extension amqp_bytes_t {
    var buffer: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : len) }
    var text: String { String(decoding: buffer, as: UTF8.self) }
}

extension amqp_table_t {
    /// Tables that are nested more deeply read as void: nobody needs them, and recursion must end.
    private static let depthLimit = 16

    func fields(_ cache: inout TextCache) -> [Field] { fields(&cache, depth: 0) }

    fileprivate func fields(_ cache: inout TextCache, depth: Int) -> [Field] {
        guard let entries, num_entries > 0 else { return [] }
        var fields: [Field] = []
        fields.reserveCapacity(Int(num_entries))
        for index in 0..<Int(num_entries) {
            fields.append(Field(cache.text(entries[index].key), entries[index].value.decoded(&cache, depth: depth)))
        }
        return fields
    }

    fileprivate static func isTooDeep(_ depth: Int) -> Bool { depth >= depthLimit }
}

extension amqp_field_value_t {
    fileprivate func decoded(_ cache: inout TextCache, depth: Int) -> FieldValue {
        switch amqp_field_value_kind_t(UInt32(kind)) {
        case AMQP_FIELD_KIND_BOOLEAN: .bool(value.boolean != 0)
        case AMQP_FIELD_KIND_I8: .int(Int64(value.i8))
        case AMQP_FIELD_KIND_U8: .int(Int64(value.u8))
        case AMQP_FIELD_KIND_I16: .int(Int64(value.i16))
        case AMQP_FIELD_KIND_U16: .int(Int64(value.u16))
        case AMQP_FIELD_KIND_I32: .int(Int64(value.i32))
        case AMQP_FIELD_KIND_U32: .int(Int64(value.u32))
        case AMQP_FIELD_KIND_I64, AMQP_FIELD_KIND_U64: .int(value.i64)
        case AMQP_FIELD_KIND_F32: .double(Double(value.f32))
        case AMQP_FIELD_KIND_F64: .double(value.f64)
        case AMQP_FIELD_KIND_DECIMAL: .decimal(scale: value.decimal.decimals, value: value.decimal.value)
        case AMQP_FIELD_KIND_UTF8: .string(cache.text(value.bytes))
        case AMQP_FIELD_KIND_TIMESTAMP: .timestamp(value.u64)
        case AMQP_FIELD_KIND_BYTES: .bytes([UInt8](value.bytes.buffer))
        case AMQP_FIELD_KIND_ARRAY: amqp_table_t.isTooDeep(depth) ? .void : .array(value.array.values(&cache, depth: depth + 1))
        case AMQP_FIELD_KIND_TABLE: amqp_table_t.isTooDeep(depth) ? .void : .table(value.table.fields(&cache, depth: depth + 1))
        default: .void
        }
    }
}

extension amqp_array_t {
    fileprivate func values(_ cache: inout TextCache, depth: Int) -> [FieldValue] {
        guard let entries, num_entries > 0 else { return [] }
        return (0..<Int(num_entries)).map { entries[$0].decoded(&cache, depth: depth) }
    }
}
