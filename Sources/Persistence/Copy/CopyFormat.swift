/// The binary format of COPY: a header; rows, each with the number of its fields and the fields (length, then bytes); an end mark.
enum CopyFormat {
    /// What every stream begins with.
    static let signature: [UInt8] = Array("PGCOPY\n".utf8) + [0xff, 0x0d, 0x0a, 0x00]
    /// Signature, flags, and the length of an extension that follows.
    static let headerLength = 19
    /// The number of fields that says that there are no more rows.
    static let endMark: Int16 = -1

    /// Why bytes are no stream of this format.
    struct Malformed: Error {
        let reason: String
    }
}

/// Finds the rows in a stream of binary COPY, in whatever pieces it comes.
struct CopyParser {
    private enum Phase {
        case header
        case rows
        case ended
    }

    private let columnCount: Int
    private var phase = Phase.header

    init(columnCount: Int) { self.columnCount = columnCount }

    /// Whether the end mark has been read.
    var hasEnded: Bool { phase == .ended }

    /// Reads the whole rows with which the bytes after `start` begin.
    ///
    /// - Parameter fields: gets the offset of each field of these rows, that of its length.
    /// - Returns: where the rest begins, which is to be shown again together with what follows it.
    mutating func parse(
        _ bytes: UnsafeRawBufferPointer, from start: Int, fields: inout [Int32]
    ) throws(CopyFormat.Malformed) -> Int {
        var offset = start
        if phase == .header {
            guard let end = try endOfHeader(bytes, offset) else { return start }
            offset = end
            phase = .rows
        }
        while phase == .rows, let count: Int16 = Self.integer(bytes, offset) {
            if count == CopyFormat.endMark {
                phase = .ended
                offset += 2
                break
            }
            guard Int(count) == columnCount else {
                throw CopyFormat.Malformed(reason: "a row with \(count) instead of \(columnCount) columns")
            }
            guard let end = try endOfRow(bytes, offset + 2, &fields) else { break }
            offset = end
        }
        if phase == .ended, offset < bytes.count { throw CopyFormat.Malformed(reason: "bytes after the end mark") }
        return offset
    }

    private func endOfHeader(_ bytes: UnsafeRawBufferPointer, _ start: Int) throws(CopyFormat.Malformed) -> Int? {
        guard bytes.count - start >= CopyFormat.headerLength else { return nil }
        guard bytes[start..<start + CopyFormat.signature.count].elementsEqual(CopyFormat.signature),
            let flags: UInt32 = Self.integer(bytes, start + CopyFormat.signature.count),
            let extensionLength: Int32 = Self.integer(bytes, start + CopyFormat.headerLength - 4)
        else { throw CopyFormat.Malformed(reason: "no header of the binary format") }
        // The upper half of the flags is what a reader must understand; the lower half and the extension may be passed over.
        guard flags >> 16 == 0, extensionLength >= 0 else { throw CopyFormat.Malformed(reason: "a header of another version") }
        let end = start + CopyFormat.headerLength + Int(extensionLength)
        return end <= bytes.count ? end : nil
    }

    private func endOfRow(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, _ fields: inout [Int32]
    ) throws(CopyFormat.Malformed) -> Int? {
        var offset = start
        for column in 0..<columnCount {
            guard let length: Int32 = Self.integer(bytes, offset), offset + 4 + max(0, Int(length)) <= bytes.count else {
                fields.removeLast(column)
                return nil
            }
            guard length >= -1 else { throw CopyFormat.Malformed(reason: "a field of negative length") }
            fields.append(Int32(truncatingIfNeeded: offset))
            offset += 4 + max(0, Int(length))
        }
        return offset
    }

    private static func integer<Value: FixedWidthInteger>(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Value? {
        guard bytes.count - offset >= MemoryLayout<Value>.size else { return nil }
        return Value(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Value.self))
    }
}
