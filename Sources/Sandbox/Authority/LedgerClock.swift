import SMPProtocol

/// Ledger time: the machine's time plus an offset that only grows (AA 12.5).
struct LedgerClock: Sendable {
    /// The largest offset, in seconds: a hundred years. Interest stays far from the limits of floating-point numbers.
    static let maximumOffsetSeconds: Int64 = 3_155_760_000

    let wall: @Sendable () -> Timestamp
    var offsetMicroseconds: Int64 = 0

    var now: Timestamp { wall().adding(microseconds: offsetMicroseconds) }

    /// Moves the ledger into the future.
    ///
    /// - Returns: whether that was possible.
    mutating func advance(seconds: Int64) -> Bool {
        guard seconds >= 0, seconds <= Self.maximumOffsetSeconds - offsetMicroseconds / 1_000_000 else { return false }
        offsetMicroseconds += seconds * 1_000_000
        return true
    }
}
