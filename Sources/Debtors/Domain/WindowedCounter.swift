import SMPProtocol

/// Counts how often something was done since a day; after so many days it starts anew (DA 9.8, DA 9.9, DA-API 8).
struct WindowedCounter: Sendable, Equatable {
    var count: Int32 = 0
    var resetDate: CalendarDate

    /// Counts one more and returns true, unless `limit` has been reached: then nothing changes.
    ///
    /// The window ends when **more than** `windowDays` days have passed.
    mutating func take(limit: Int, windowDays: Int32, today: CalendarDate) -> Bool {
        var counter = self
        if Int64(today.rawValue) - Int64(resetDate.rawValue) > Int64(windowDays) {
            counter = WindowedCounter(count: 0, resetDate: today)
        }
        guard Int(counter.count) < limit, counter.count < .max else { return false }
        counter.count += 1
        self = counter
        return true
    }
}
