import Persistence

extension TransferUUID: PostgresScalar {
    static var postgresType: PostgresType { .uuid }
    static var postgresArrayType: PostgresType { .uuidArray }

    func encode(into writer: inout PostgresWriter) {
        writer.append(high)
        writer.append(low)
    }

    init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        guard bytes.count == 16 else { throw .wrongLength(bytes.count) }
        self.init(
            high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
            low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }
}

extension Creditor.Status: PostgresScalar {}
extension Pin.Status: PostgresScalar {}
