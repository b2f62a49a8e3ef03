extension PostgresParameters {
    /// Gives the parameters to libpq: pointers into the encoded bytes, lengths, and "binary" for each.
    func withPointers<R>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<Int32>, UnsafePointer<Int32>) -> R
    ) -> R {
        writer.bytes.withUnsafeBytes { bytes in
            var values: [UnsafePointer<CChar>?] = []
            var lengths: [Int32] = []
            values.reserveCapacity(count)
            lengths.reserveCapacity(count)
            var offset = 0
            for _ in 0..<count {
                let length = Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self))
                offset += 4
                if length < 0 {
                    values.append(nil)
                    lengths.append(0)
                } else {
                    // There are always the four bytes of the length before the value, so that the address exists even for an
                    // empty one.
                    values.append((bytes.baseAddress! + offset).assumingMemoryBound(to: CChar.self))
                    lengths.append(length)
                    offset += Int(length)
                }
            }
            precondition(offset == bytes.count, "the parameters' lengths do not add up")
            let formats = [Int32](repeating: 1, count: count)
            return body(values, lengths, formats)
        }
    }
}
