import CRabbitMQ

/// Memory for what is handed to librabbitmq: texts and tables live here until `reset`.
final class FieldPool {
    private let pool = UnsafeMutablePointer<amqp_pool_t>.allocate(capacity: 1)

    init() {
        init_amqp_pool(pool, 8192)
    }

    deinit {
        empty_amqp_pool(pool)
        pool.deallocate()
    }

    /// Everything that has been made so far becomes invalid.
    func reset() {
        recycle_amqp_pool(pool)
    }

    private func allocate<T>(_ type: T.Type, count: Int) -> UnsafeMutablePointer<T> {
        guard let memory = amqp_pool_alloc(pool, count * MemoryLayout<T>.stride) else { fatalError("out of memory") }
        return memory.bindMemory(to: type, capacity: count)
    }

    func bytes(_ text: String) -> amqp_bytes_t {
        var text = text
        return text.withUTF8 { bytes($0) }
    }

    func bytes(_ source: UnsafeBufferPointer<UInt8>) -> amqp_bytes_t {
        guard let base = source.baseAddress, source.count > 0 else { return amqp_bytes_t(len: 0, bytes: nil) }
        let copy = allocate(UInt8.self, count: source.count)
        copy.initialize(from: base, count: source.count)
        return amqp_bytes_t(len: source.count, bytes: copy)
    }

    func table(_ fields: [Field]) -> amqp_table_t {
        guard !fields.isEmpty else { return amqp_table_t(num_entries: 0, entries: nil) }
        let entries = allocate(amqp_table_entry_t.self, count: fields.count)
        for (index, field) in fields.enumerated() {
            entries[index] = amqp_table_entry_t(key: bytes(field.name), value: value(field.value))
        }
        return amqp_table_t(num_entries: Int32(fields.count), entries: entries)
    }

    private func value(_ value: FieldValue) -> amqp_field_value_t {
        var result = amqp_field_value_t()
        switch value {
        case .bool(let bool): result.set(AMQP_FIELD_KIND_BOOLEAN) { $0.boolean = bool ? 1 : 0 }
        case .int(let int):
            if let small = Int32(exactly: int) {
                result.set(AMQP_FIELD_KIND_I32) { $0.i32 = small }
            } else {
                result.set(AMQP_FIELD_KIND_I64) { $0.i64 = int }
            }
        case .double(let double): result.set(AMQP_FIELD_KIND_F64) { $0.f64 = double }
        case .string(let text): result.set(AMQP_FIELD_KIND_UTF8) { $0.bytes = bytes(text) }
        case .timestamp(let seconds): result.set(AMQP_FIELD_KIND_TIMESTAMP) { $0.u64 = seconds }
        case .decimal(let scale, let digits):
            result.set(AMQP_FIELD_KIND_DECIMAL) { $0.decimal = amqp_decimal_t(decimals: scale, value: digits) }
        case .bytes(let raw): result.set(AMQP_FIELD_KIND_BYTES) { value in value.bytes = raw.withUnsafeBufferPointer { bytes($0) } }
        case .void: result.kind = UInt8(AMQP_FIELD_KIND_VOID.rawValue)
        case .array(let values): result.set(AMQP_FIELD_KIND_ARRAY) { $0.array = array(values) }
        case .table(let fields): result.set(AMQP_FIELD_KIND_TABLE) { $0.table = table(fields) }
        }
        return result
    }

    private func array(_ values: [FieldValue]) -> amqp_array_t {
        guard !values.isEmpty else { return amqp_array_t(num_entries: 0, entries: nil) }
        let entries = allocate(amqp_field_value_t.self, count: values.count)
        for (index, element) in values.enumerated() { entries[index] = value(element) }
        return amqp_array_t(num_entries: Int32(values.count), entries: entries)
    }
}

extension amqp_field_value_t {
    fileprivate mutating func set(_ kind: amqp_field_value_kind_t, _ assign: (inout __Unnamed_union_value) -> Void) {
        self.kind = UInt8(kind.rawValue)
        assign(&value)
    }
}
