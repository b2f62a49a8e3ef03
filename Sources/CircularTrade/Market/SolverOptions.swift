/// How a market is to be solved.
public struct SolverOptions: Sendable {
    /// What to do with sell offers of trader 0, and with those whose collector is 0 (TS 7.2, TS2 6.6).
    public enum BadOffers: Sendable {
        /// Leave them out and count them: one bad row must not stop the market.
        case skip
        /// Refuse the market, as the golden cases of TS 14.1 demand.
        case refuse
    }

    /// Decides who comes first where the rules leave a choice; the service uses the ID of the turn (TS 13.11, 16.6).
    public var key: UInt64 = 0
    /// What happens to offers that are not allowed.
    public var badOffers: BadOffers = .skip
    /// Whether the improving stage runs at all.
    public var improves = true
    /// The improving stage ends when it has proved that this share of the greatest possible value is cleared. The proof lags far
    /// behind: when 99.9 % are proved, the value usually is the greatest possible.
    public var sufficientShare = 0.999
    /// The most arcs that the improving stage may look at: a bound that gives the same result on every machine, which a
    /// bound in seconds does not. nil: no bound.
    public var improvementWorkLimit: Int? = nil
    /// A position of fewer tokens is not worth its rounding: it is moved elsewhere or given up (TS 16.2).
    /// Never more than a hundredth of the least trade amount, never less than 2.
    public var leastPosition: Int64 = 10

    /// What is usual.
    public init() {}
}
