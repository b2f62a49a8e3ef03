/// A block of rows of a binary COPY, in memory of its own.
final class CopyBlock: RowStorage, @unchecked Sendable {
    private let description: RowStorage
    private var memory: UnsafeMutableRawBufferPointer
    private var count = 0
    /// The end of the whole rows.
    private var parsed = 0
    /// Where the length of each field lies, row by row.
    private var fields: [Int32] = []

    /// - Parameter description: names and types of the columns.
    init(_ description: RowStorage, capacity: Int) {
        self.description = description
        memory = .allocate(byteCount: capacity, alignment: 8)
        super.init(types: description.types, rowCount: 0)
    }

    deinit { memory.deallocate() }

    /// How many bytes its whole rows have.
    var byteCount: Int { parsed }

    /// Adds a piece of the stream.
    func append(_ piece: UnsafeRawBufferPointer, _ parser: inout CopyParser) throws(CopyFormat.Malformed) {
        // Offsets are numbers of 32 bits; a row of the server has less than 1 GiB.
        guard piece.count <= Int(Int32.max) - count else { throw CopyFormat.Malformed(reason: "a row of 2 GiB") }
        reserve(count + piece.count)
        UnsafeMutableRawBufferPointer(rebasing: memory[count...]).copyMemory(from: piece)
        count += piece.count
        parsed = try parser.parse(UnsafeRawBufferPointer(rebasing: memory[..<count]), from: parsed, fields: &fields)
        rowCount = columnCount == 0 ? 0 : fields.count / columnCount
    }

    /// Forgets the whole rows; a row of which only a part has come moves to the front.
    func restart() {
        memory.baseAddress!.copyMemory(from: memory.baseAddress! + parsed, byteCount: count - parsed)
        count -= parsed
        parsed = 0
        fields.removeAll(keepingCapacity: true)
        rowCount = 0
    }

    /// A new block that begins with the row of which only a part has come.
    func successor(capacity: Int) -> CopyBlock {
        let next = CopyBlock(description, capacity: max(capacity, count - parsed))
        next.memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[parsed..<count]))
        next.count = count - parsed
        return next
    }

    private func reserve(_ needed: Int) {
        if needed <= memory.count { return }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(needed, 2 * memory.count), alignment: 8)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<count]))
        memory.deallocate()
        memory = larger
    }

    override func field(row: Int, column: Int) -> UnsafeRawBufferPointer? {
        let start = Int(fields[row * columnCount + column])
        let length = Int32(bigEndian: memory.loadUnaligned(fromByteOffset: start, as: Int32.self))
        return length < 0 ? nil : UnsafeRawBufferPointer(rebasing: memory[start + 4..<start + 4 + Int(length)])
    }

    override func columnName(_ column: Int) -> String { description.columnName(column) }
}

/// Collects the pieces of a COPY in blocks and hands these out. One block is used again and again unless somebody keeps its rows.
struct CopyReader {
    /// A block is handed out when it has so many bytes; a longer row is a block of its own.
    static let blockBytes = 1 << 16

    private var block: CopyBlock
    private var parser: CopyParser
    /// How many blocks were allocated.
    private(set) var blocksMade = 1
    /// How many rows were handed out.
    private(set) var rowsRead = 0

    /// - Parameter description: names and types of the columns.
    init(_ description: RowStorage) {
        block = CopyBlock(description, capacity: 2 * Self.blockBytes)
        parser = CopyParser(columnCount: description.columnCount)
    }

    var hasEnded: Bool { parser.hasEnded }
    var isFull: Bool { block.byteCount >= Self.blockBytes }

    mutating func append(_ piece: UnsafeRawBufferPointer) throws(CopyFormat.Malformed) { try block.append(piece, &parser) }

    /// Hands out the rows that have come.
    mutating func handOut(_ body: (Rows) throws -> Void) throws {
        if block.rowCount == 0 { return }
        rowsRead += block.rowCount
        try body(Rows(block))
        if isKnownUniquelyReferenced(&block) {
            block.restart()
        } else {
            block = block.successor(capacity: 2 * Self.blockBytes)
            blocksMade += 1
        }
    }
}
