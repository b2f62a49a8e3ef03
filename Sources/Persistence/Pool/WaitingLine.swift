import Collections

/// The callers who wait for a connection, first come, first served. All wait for equally long, so who came first also gives up first.
struct WaitingLine {
    private var order: Deque<PoolMachine.CallerID> = []
    /// Those who left are gone from here only.
    private var deadlines: [PoolMachine.CallerID: PoolMachine.Moment] = [:]

    var count: Int { deadlines.count }

    mutating func join(_ caller: PoolMachine.CallerID, until deadline: PoolMachine.Moment) {
        deadlines[caller] = deadline
        order.append(caller)
    }

    mutating func leave(_ caller: PoolMachine.CallerID) {
        deadlines[caller] = nil
        dropLeavers()
    }

    mutating func popFirst() -> PoolMachine.CallerID? {
        guard let caller = order.popFirst() else { return nil }
        deadlines[caller] = nil
        dropLeavers()
        return caller
    }

    /// Everybody, in line.
    mutating func removeAll() -> [PoolMachine.CallerID] {
        defer { self = WaitingLine() }
        return order.filter { deadlines[$0] != nil }
    }

    /// When the first one gives up; `nil` when nobody waits.
    var firstDeadline: PoolMachine.Moment? { order.first.flatMap { deadlines[$0] } }

    /// Takes out all whose time is over.
    mutating func expire(at now: PoolMachine.Moment) -> [PoolMachine.CallerID] {
        var expired: [PoolMachine.CallerID] = []
        while let deadline = firstDeadline, deadline <= now, let caller = popFirst() { expired.append(caller) }
        return expired
    }

    /// The first in `order` always waits.
    private mutating func dropLeavers() {
        while let caller = order.first, deadlines[caller] == nil { order.removeFirst() }
    }
}
