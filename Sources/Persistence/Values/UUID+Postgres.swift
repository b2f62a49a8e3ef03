public import Foundation

extension UUID: PostgresScalar {
    public static var postgresType: PostgresType { .uuid }
    public static var postgresArrayType: PostgresType { .uuidArray }

    public func encode(into writer: inout PostgresWriter) {
        withUnsafeBytes(of: uuid) { writer.append(contentsOf: $0) }
    }

    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        guard bytes.count == MemoryLayout<uuid_t>.size else { throw .wrongLength(bytes.count) }
        self.init(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }
}
