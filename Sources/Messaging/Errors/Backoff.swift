/// How long to wait before the next attempt: exponential, bounded, with jitter.
public struct Backoff: Sendable, Equatable {
    /// The pause after the first failure, in seconds.
    public var initialSeconds: Double
    /// What the pauses do not exceed, in seconds.
    public var maximumSeconds: Double
    /// After so many seconds without a connection the last error is final, so that supervisors notice (SMP 19.3). 0: the first loss is
    /// final.
    public var giveUpAfterSeconds: Double

    /// The pauses double from the first to the longest one.
    public init(initialSeconds: Double = 0.2, maximumSeconds: Double = 10, giveUpAfterSeconds: Double = 300) {
        precondition(initialSeconds > 0 && maximumSeconds >= initialSeconds && giveUpAfterSeconds >= 0)
        self.initialSeconds = initialSeconds
        self.maximumSeconds = maximumSeconds
        self.giveUpAfterSeconds = giveUpAfterSeconds
    }

    /// Never reconnect: the first loss is final, as in SMP 10.2.2.
    public static let never = Backoff(giveUpAfterSeconds: 0)

    /// The pause after the `attempt`-th failure (1, 2, …).
    /// - Parameter jitter: a random number in 0 ..< 1; the pause is between half and the whole of the exponential value.
    public func pauseSeconds(afterFailure attempt: Int, jitter: Double) -> Double {
        // 2^64 times any initial pause is beyond any maximum.
        let doublings = min(max(attempt, 1) - 1, 64)
        return min(Double(sign: .plus, exponent: doublings, significand: initialSeconds), maximumSeconds) * (0.5 + jitter / 2)
    }
}
