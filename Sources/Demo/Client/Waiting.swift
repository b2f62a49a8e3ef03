/// Something that must happen did not happen in time.
public struct NotInTime: Error, CustomStringConvertible {
    /// What was waited for.
    public let what: String
    /// How long.
    public let seconds: Double
    public var description: String { "waited \(seconds) s in vain for \(what)" }
}

/// Asks again and again until there is an answer: soon at first, then more and more seldom, but at least every 50 milliseconds.
///
/// - Parameters:
///   - pause: between the first two attempts.
///   - probe: nil means "not yet".
/// - Throws: ``NotInTime``, or what `probe` throws.
public func awaited<Value>(
    _ what: String, seconds: Double = 30, pause: Duration = .milliseconds(2), _ probe: () async throws -> Value?
) async throws -> Value {
    let deadline = ContinuousClock.now + .seconds(seconds)
    var pause = pause
    while true {
        if let value = try await probe() { return value }
        guard ContinuousClock.now < deadline else { throw NotInTime(what: what, seconds: seconds) }
        try await Task.sleep(for: pause)
        pause = min(pause * 1.25, .milliseconds(50))
    }
}

/// The same for a condition. It has a name of its own, as an optional can also hold a truth value.
public func untilTrue(
    _ what: String, seconds: Double = 30, pause: Duration = .milliseconds(2), _ condition: () async throws -> Bool
) async throws {
    try await awaited(what, seconds: seconds, pause: pause) { () async throws -> Void? in try await condition() ? () : nil }
}
