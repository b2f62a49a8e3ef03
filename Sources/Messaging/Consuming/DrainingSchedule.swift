/// When a consumer in draining mode lets go of its queue, and for how long (SMP 10.8, 19.7, OPS 3.5.6). Pure.
struct DrainingSchedule: Equatable {
    private static let maximumScaleSeconds = 3600

    private(set) var scaleSeconds: Int

    init(scaleSeconds: Int = 15) {
        precondition(scaleSeconds > 0)
        self.scaleSeconds = scaleSeconds
    }

    /// A pause begins when no message has come for more whole seconds than this.
    var idleLimitSeconds: Int { 1 + scaleSeconds / 20 }

    func mustPause(idleSeconds: Int) -> Bool { idleSeconds > idleLimitSeconds }

    /// Doubles the scale for the next pause.
    /// - Parameter unixTime: seconds since 1970.
    /// - Returns: the length of this pause: until the next multiple of the scale, so that all consumers of a queue resume together, and are
    ///   detached together before.
    mutating func beginPause(unixTime: Double) -> Double {
        let scale = Double(scaleSeconds)
        scaleSeconds = min(scaleSeconds * 2, Self.maximumScaleSeconds)
        return scale - unixTime.truncatingRemainder(dividingBy: scale)
    }
}
