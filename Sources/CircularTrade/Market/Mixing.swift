/// SplitMix64's output function: a bijection of the 64-bit numbers that looks random.
@inline(__always)
func mix(_ value: UInt64) -> UInt64 {
    var bits = value
    bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
    return bits ^ bits >> 31
}

/// Puts IDs into an order that depends on nothing but the ID and a key, so that results do not depend on the order of
/// registration, and nobody is favoured turn after turn (TS 13.11, 16.6). Distinct IDs have distinct places.
struct KeyedOrder: Sendable {
    private let key: UInt64

    init(key: UInt64) {
        self.key = mix(key &+ 0x9e37_79b9_7f4a_7c15)
    }

    @inline(__always)
    func place(of id: Int64) -> UInt64 {
        mix(UInt64(bitPattern: id) &+ key)
    }
}
