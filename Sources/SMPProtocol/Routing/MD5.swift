/// The MD5 digest (RFC 1321), as far as routing needs it: short inputs, fast. Not for security.
enum MD5 {
    /// The first 32 bits of the digest, read as a big-endian number.
    static func prefix(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var state = State()
        var offset = 0
        while offset + 64 <= text.count {
            state.absorb(Block(text, from: offset))
            offset += 64
        }
        var last = Block(text, from: offset)
        last.setByte(text.count - offset, 0x80)
        if text.count - offset >= 56 {
            state.absorb(last)
            last = Block()
        }
        last.setBitCount(UInt64(text.count) * 8)
        state.absorb(last)
        return state.a.byteSwapped
    }

    /// The first 32 bits of the digest of numbers, each as 8 bytes big-endian; at most six numbers.
    @inline(__always)
    static func prefix(of numbers: Int64...) -> UInt32 {
        precondition(numbers.count <= 6)
        var block = Block()
        for (index, number) in numbers.enumerated() {
            block[2 * index] = UInt32(truncatingIfNeeded: number >> 32).byteSwapped
            block[2 * index + 1] = UInt32(truncatingIfNeeded: number).byteSwapped
        }
        block.setByte(8 * numbers.count, 0x80)
        block.setBitCount(UInt64(numbers.count) * 64)
        var state = State()
        state.absorb(block)
        return state.a.byteSwapped
    }

    /// 16 words, little-endian.
    private struct Block {
        private var words:
            (
                UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32,
                UInt32,
                UInt32
            ) = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)

        init() {}

        /// Up to 64 bytes of the text.
        init(_ text: UnsafeBufferPointer<UInt8>, from offset: Int) {
            withUnsafeMutableBytes(of: &words) { target in
                for index in 0..<min(64, text.count - offset) { target[index] = text[offset + index] }
            }
            for index in 0..<16 { self[index] = UInt32(littleEndian: self[index]) }
        }

        subscript(index: Int) -> UInt32 {
            get { withUnsafeBytes(of: words) { $0.load(fromByteOffset: 4 * index, as: UInt32.self) } }
            set { withUnsafeMutableBytes(of: &words) { $0.storeBytes(of: newValue, toByteOffset: 4 * index, as: UInt32.self) } }
        }

        mutating func setByte(_ index: Int, _ byte: UInt8) {
            self[index / 4] |= UInt32(byte) << UInt32(index % 4 * 8)
        }

        mutating func setBitCount(_ count: UInt64) {
            self[14] = UInt32(truncatingIfNeeded: count)
            self[15] = UInt32(truncatingIfNeeded: count >> 32)
        }
    }

    private struct State {
        var a: UInt32 = 0x6745_2301
        private var b: UInt32 = 0xefcd_ab89
        private var c: UInt32 = 0x98ba_dcfe
        private var d: UInt32 = 0x1032_5476

        mutating func absorb(_ block: Block) {
            let before = (a, b, c, d)
            for round in 0..<64 { step(round, block) }
            a &+= before.0
            b &+= before.1
            c &+= before.2
            d &+= before.3
        }

        @inline(__always)
        private mutating func step(_ round: Int, _ block: Block) {
            let mixed: UInt32
            let word: Int
            switch round >> 4 {
            case 0: (mixed, word) = ((b & c) | (~b & d), round)
            case 1: (mixed, word) = ((d & b) | (~d & c), (5 * round + 1) & 15)
            case 2: (mixed, word) = (b ^ c ^ d, (3 * round + 5) & 15)
            default: (mixed, word) = (c ^ (b | ~d), (7 * round) & 15)
            }
            let sum = a &+ mixed &+ MD5.sines[round] &+ block[word]
            let shift = UInt32(MD5.shifts[(round >> 4) * 4 + (round & 3)])
            (a, d, c, b) = (d, c, b, b &+ (sum << shift | sum >> (32 - shift)))
        }
    }

    private static let shifts: [UInt8] = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]

    /// floor(2^32 · |sin(i + 1)|)
    private static let sines: [UInt32] = [
        0xd76a_a478, 0xe8c7_b756, 0x2420_70db, 0xc1bd_ceee, 0xf57c_0faf, 0x4787_c62a, 0xa830_4613, 0xfd46_9501,
        0x6980_98d8, 0x8b44_f7af, 0xffff_5bb1, 0x895c_d7be, 0x6b90_1122, 0xfd98_7193, 0xa679_438e, 0x49b4_0821,
        0xf61e_2562, 0xc040_b340, 0x265e_5a51, 0xe9b6_c7aa, 0xd62f_105d, 0x0244_1453, 0xd8a1_e681, 0xe7d3_fbc8,
        0x21e1_cde6, 0xc337_07d6, 0xf4d5_0d87, 0x455a_14ed, 0xa9e3_e905, 0xfcef_a3f8, 0x676f_02d9, 0x8d2a_4c8a,
        0xfffa_3942, 0x8771_f681, 0x6d9d_6122, 0xfde5_380c, 0xa4be_ea44, 0x4bde_cfa9, 0xf6bb_4b60, 0xbebf_bc70,
        0x289b_7ec6, 0xeaa1_27fa, 0xd4ef_3085, 0x0488_1d05, 0xd9d4_d039, 0xe6db_99e5, 0x1fa2_7cf8, 0xc4ac_5665,
        0xf429_2244, 0x432a_ff97, 0xab94_23a7, 0xfc93_a039, 0x655b_59c3, 0x8f0c_cc92, 0xffef_f47d, 0x8584_5dd1,
        0x6fa8_7e4f, 0xfe2c_e6e0, 0xa301_4314, 0x4e08_11a1, 0xf753_7e82, 0xbd3a_f235, 0x2ad7_d2bb, 0xeb86_d391,
    ]
}
