/// The random numbers of the market generator (MG 1).
public struct SplitMix64: Sendable {
    private var state: UInt64

    /// Begins with a state.
    public init(seed: UInt64) { state = seed }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return mix(state)
    }

    /// A number below `bound`, by remainder; always draws. Precondition: `bound` > 0.
    public mutating func below(_ bound: UInt64) -> UInt64 {
        next() % bound
    }
}
