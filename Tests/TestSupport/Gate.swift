import Foundation

/// Threads of servers wait here until a test opens it. Counts them, and remembers how many were inside at once at most.
public final class Gate: @unchecked Sendable {
    private let condition = NSCondition()
    private var isOpen = false
    private var inside = 0
    private var most = 0

    /// A closed one.
    public init() {}

    /// Returns when the gate is open.
    public func wait() {
        condition.withLock {
            inside += 1
            most = max(most, inside)
            while !isOpen { condition.wait() }
            inside -= 1
        }
    }

    /// Lets all pass, now and later.
    public func open() {
        condition.withLock {
            isOpen = true
            condition.broadcast()
        }
    }

    /// How many are inside.
    public var waiting: Int { condition.withLock { inside } }

    /// How many were inside at once, at most.
    public var maximum: Int { condition.withLock { most } }
}
