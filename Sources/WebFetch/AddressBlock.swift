/// All addresses that begin with the same bits.
struct AddressBlock: Sendable, Equatable {
    /// In network byte order; bytes beyond the bits that count may be left out.
    let prefix: [UInt8]
    let bits: Int

    init(_ prefix: [UInt8], _ bits: Int) {
        precondition(bits >= 0 && bits <= prefix.count * 8)
        self.prefix = prefix
        self.bits = bits
    }

    /// - Parameter bytes: of an address of the same family.
    func contains(_ bytes: [UInt8]) -> Bool {
        let whole = bits / 8
        guard bytes.prefix(whole).elementsEqual(prefix.prefix(whole)) else { return false }
        guard bits % 8 != 0 else { return true }
        let mask = UInt8(truncatingIfNeeded: 0xff << (8 - bits % 8))
        return bytes[whole] & mask == prefix[whole] & mask
    }
}
