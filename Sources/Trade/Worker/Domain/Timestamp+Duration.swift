import SMPProtocol

extension Timestamp {
    /// The moment this much earlier; saturates.
    func subtracting(_ duration: Duration) -> Timestamp { adding(.zero - duration) }

    /// How much later this moment is than another one.
    func since(_ other: Timestamp) -> Duration { .microseconds(microseconds(since: other)) }
}

extension Duration {
    /// A number of days of 86400 seconds; what does not fit is as near as possible.
    static func ofDays(_ days: Double) -> Duration { .microseconds(clampedToInt64(days * 86_400e6)) }

    /// A number of seconds.
    var asSeconds: Double { Double(microseconds) / 1e6 }

    /// The greater of the two.
    static func greater(_ a: Duration, _ b: Duration) -> Duration { a < b ? b : a }
}
