import Foundation

/// Wall-clock and CPU time of this process, in seconds.
struct Times {
    var wall: Double
    var cpu: Double

    static var now: Times {
        let usage = usage
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return Times(
            wall: ProcessInfo.processInfo.systemUptime, cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime))
    }

    static func - (left: Times, right: Times) -> Times {
        Times(wall: left.wall - right.wall, cpu: left.cpu - right.cpu)
    }

    /// The most memory that this process has had in use.
    static var peakBytes: Double {
        #if canImport(Darwin)
            Double(usage.ru_maxrss)
        #else
            Double(usage.ru_maxrss) * 1024
        #endif
    }

    private static var usage: rusage {
        var usage = rusage()
        #if canImport(Darwin)
            getrusage(RUSAGE_SELF, &usage)
        #else
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #endif
        return usage
    }
}
