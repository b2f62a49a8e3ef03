/// How often and for how long something has been failing without a success in between. Pure.
///
/// Time counts from the first failure, not from the last success: whoever does its work once an hour has not been failing for an hour when
/// it fails for the first time.
struct FailureStreak: Sendable {
    /// How many failures there were since the last success.
    private(set) var count = 0
    private var first: ContinuousClock.Instant?

    /// It works, or works again.
    mutating func noteSuccess() { self = FailureStreak() }

    /// It has failed once more.
    ///
    /// - Returns: how long ago the first failure of the streak was, in seconds.
    mutating func noteFailure(at now: ContinuousClock.Instant) -> Double {
        count += 1
        let first = first ?? now
        self.first = first
        return (now - first).inSeconds
    }
}
