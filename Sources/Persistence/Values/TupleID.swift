/// The physical place of a row in its table (`ctid`): block and position in the block.
///
/// Sweeps walk big tables by it: `WHERE ctid >= $1 AND ctid < $2` reads only the blocks in between (SMP 16.1).
public struct TupleID: Hashable, Comparable, Sendable {
    /// The block, counted from 0.
    public let block: UInt32
    /// The position in the block; positions of rows count from 1.
    public let position: UInt16

    /// A place; position 0 stands before all rows of the block.
    public init(block: UInt32, position: UInt16 = 0) {
        self.block = block
        self.position = position
    }

    public static func < (a: TupleID, b: TupleID) -> Bool { (a.block, a.position) < (b.block, b.position) }
}

extension TupleID: PostgresScalar {
    public static var postgresType: PostgresType { .tid }
    public static var postgresArrayType: PostgresType { .tidArray }

    public func encode(into writer: inout PostgresWriter) {
        writer.append(block)
        writer.append(position)
    }

    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        guard bytes.count == 6 else { throw .wrongLength(bytes.count) }
        block = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt32.self))
        position = UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt16.self))
    }
}
