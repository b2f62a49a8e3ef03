import Collections

/// The callers who wait for a connection, first come, first served. All wait for equally long, so who came first also gives up first.
struct WaitingLine {
    struct Caller {
        let continuation: CheckedContinuation<PostgresConnection, any Error>
        let deadline: ContinuousClock.Instant
    }

    /// The numbers of the callers in the order in which they came. Those who left are gone from `callers` only.
    private var order: Deque<UInt64> = []
    private var callers: [UInt64: Caller] = [:]
    private var lastNumber: UInt64 = 0

    var count: Int { callers.count }

    /// A number for somebody who may join or leave later.
    mutating func nextNumber() -> UInt64 {
        lastNumber += 1
        return lastNumber
    }

    mutating func join(_ number: UInt64, _ caller: Caller) {
        callers[number] = caller
        order.append(number)
    }

    mutating func leave(_ number: UInt64) -> Caller? { callers.removeValue(forKey: number) }

    mutating func popFirst() -> Caller? {
        while let number = order.popFirst() {
            if let caller = callers.removeValue(forKey: number) { return caller }
        }
        return nil
    }

    mutating func removeAll() -> [Caller] {
        defer { self = WaitingLine(after: lastNumber) }
        return Array(callers.values)
    }

    /// Takes out all whose time is over. Also returns how long the next one will still wait; `nil` when nobody does.
    mutating func expire(at now: ContinuousClock.Instant) -> (expired: [Caller], next: Duration?) {
        var expired: [Caller] = []
        while let number = order.first {
            if let caller = callers[number] {
                if caller.deadline > now { return (expired, now.duration(to: caller.deadline)) }
                callers[number] = nil
                expired.append(caller)
            }
            order.removeFirst()
        }
        return (expired, nil)
    }

    init() {}

    private init(after number: UInt64) { lastNumber = number }
}
