import Glibc
import SMPProtocol

/// The moment. Decisions get it as an argument; only what calls them looks at the clock.
public enum SystemClock {
    /// The moment, in whole microseconds.
    @Sendable public static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}
