/// How soon a flusher looks again. The first messages after a quiet time leave at once, each in a pass of its own; when more and more
/// follow, passes keep a distance, so that one pass (a transaction, a publication, a round of confirms) takes several messages. Pure.
struct FlushPacing {
    /// The distance of passes under load, in seconds: what a message may wait at most for company.
    static let distanceSeconds = 0.005
    /// So many passes may follow each other without a pause after a quiet time.
    static let burst = 10.0

    private var credit = burst
    private var last: Double

    /// - Parameter now: seconds on a monotonic clock.
    init(now: Double) { last = now }

    /// To be called before each pass.
    ///
    /// - Returns: how long to wait before it, in seconds.
    mutating func pauseSeconds(now: Double) -> Double {
        credit = min(credit + max(0, now - last) / Self.distanceSeconds, Self.burst)
        last = now
        if credit >= 1 {
            credit -= 1
            return 0
        }
        let pause = (1 - credit) * Self.distanceSeconds
        credit = 0
        last += pause
        return pause
    }
}
