/// Something that must happen did not happen in time.
public struct NotInTime: Error, CustomStringConvertible {
    public let what: String
    public let seconds: Double
    public var description: String { "waited \(seconds) s in vain for \(what)" }
}

/// Asks again and again until there is an answer: every 2 milliseconds at first, later more seldom, at most every 50.
///
/// - Parameter probe: nil means "not yet".
/// - Throws: ``NotInTime``, or what `probe` throws.
public func awaited<Value>(
    _ what: String, seconds: Double = 30, _ probe: () async throws -> Value?
) async throws -> Value {
    let deadline = ContinuousClock.now + .seconds(seconds)
    var pause = Duration.milliseconds(2)
    while true {
        if let value = try await probe() { return value }
        guard ContinuousClock.now < deadline else { throw NotInTime(what: what, seconds: seconds) }
        try await Task.sleep(for: pause)
        pause = min(pause * 1.25, .milliseconds(50))
    }
}

/// The same for a condition.
public func awaited(_ what: String, seconds: Double = 30, _ condition: () async throws -> Bool) async throws {
    try await awaited(what, seconds: seconds) { () async throws -> Void? in try await condition() ? () : nil }
}
