/// MT19937 with 32-bit output, initialised by an array (TS 10.3).
struct MersenneTwister {
    private static let size = 624
    private static let offset = 397
    private var state: [UInt32]
    private var next = Self.size

    init(key: [UInt32]) {
        precondition(!key.isEmpty)
        state = [19_650_218]
        for index in 1..<Self.size {
            let previous = state[index - 1]
            state.append(1_812_433_253 &* (previous ^ previous >> 30) &+ UInt32(index))
        }
        var index = 1
        var keyIndex = 0
        for _ in 0..<max(Self.size, key.count) {
            let previous = state[index - 1]
            state[index] = (state[index] ^ (previous ^ previous >> 30) &* 1_664_525) &+ key[keyIndex] &+ UInt32(keyIndex)
            advance(&index)
            keyIndex = (keyIndex + 1) % key.count
        }
        for _ in 1..<Self.size {
            let previous = state[index - 1]
            state[index] = (state[index] ^ (previous ^ previous >> 30) &* 1_566_083_941) &- UInt32(index)
            advance(&index)
        }
        state[0] = 0x8000_0000
    }

    private mutating func advance(_ index: inout Int) {
        index += 1
        if index == Self.size {
            state[0] = state[Self.size - 1]
            index = 1
        }
    }

    mutating func nextWord() -> UInt32 {
        if next == Self.size { twist() }
        var word = state[next]
        next += 1
        word ^= word >> 11
        word ^= word << 7 & 0x9d2c_5680
        word ^= word << 15 & 0xefc6_0000
        return word ^ word >> 18
    }

    private mutating func twist() {
        for index in 0..<Self.size {
            let mixed = state[index] & 0x8000_0000 | state[(index + 1) % Self.size] & 0x7fff_ffff
            let odd: UInt32 = mixed & 1 == 0 ? 0 : 0x9908_b0df
            state[index] = state[(index + Self.offset) % Self.size] ^ mixed >> 1 ^ odd
        }
        next = 0
    }

    /// Random bits: 32-bit outputs, least significant first, the last one cut to its top bits (TS 10.3).
    mutating func nextBits(_ count: Int) -> UInt128 {
        precondition((1...65).contains(count))
        var bits: UInt128 = 0
        var filled = 0
        while filled < count {
            let wanted = min(32, count - filled)
            bits |= UInt128(nextWord() >> UInt32(32 - wanted)) << filled
            filled += wanted
        }
        return bits
    }
}
