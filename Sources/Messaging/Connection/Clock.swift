import Glibc

/// Seconds since 1970.
func currentUnixTime() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
}

extension ContinuousClock.Instant {
    var elapsedSeconds: Double { (.now - self).inSeconds }
    var secondsFromNow: Double { (self - .now).inSeconds }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
