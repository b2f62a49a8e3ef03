/// The order in which collector IDs of a currency are taken into use (TS 10.3): pseudo-random, but the same for
/// everybody, so that processes that race for a new collector account race for the same one. IDs repeat now and then.
///
/// The first member is the *primary collector* of the currency (TS2 11.8).
public struct CollectorSequence: Sequence, IteratorProtocol, Sendable {
    private var generator: MersenneTwister
    private let first: Int64
    private let size: UInt128
    private let bits: Int

    /// Begins with the primary collector.
    /// - Parameter interval: the IDs that the service may use.
    public init(currency: CurrencyID, interval: ClosedRange<CollectorID>) {
        let magnitude = currency.rawValue.magnitude
        let low = UInt32(truncatingIfNeeded: magnitude)
        let high = UInt32(truncatingIfNeeded: magnitude >> 32)
        generator = MersenneTwister(key: high == 0 ? [low] : [low, high])
        first = interval.lowerBound.rawValue
        size = UInt128(Int128(interval.upperBound.rawValue) - Int128(first) + 1)
        bits = UInt128.bitWidth - size.leadingZeroBitCount
    }

    public mutating func next() -> CollectorID? {
        while true {
            let draw = generator.nextBits(bits)
            if draw < size { return CollectorID(Int64(Int128(first) + Int128(draw))) }
        }
    }

    /// The first member of the sequence (TS2 11.8).
    public static func primary(of currency: CurrencyID, interval: ClosedRange<CollectorID>) -> CollectorID {
        var sequence = CollectorSequence(currency: currency, interval: interval)
        guard let primary = sequence.next() else { preconditionFailure("the sequence has no end") }
        return primary
    }
}
