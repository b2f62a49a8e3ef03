import Foundation

/// Server threads wait here until a test opens it. Counts them, and remembers how many were inside at once at most.
final class Gate: @unchecked Sendable {
    private let condition = NSCondition()
    private var isOpen = false
    private var inside = 0
    private var most = 0

    func wait() {
        condition.withLock {
            inside += 1
            most = max(most, inside)
            while !isOpen { condition.wait() }
            inside -= 1
        }
    }

    func open() {
        condition.withLock {
            isOpen = true
            condition.broadcast()
        }
    }

    var waiting: Int { condition.withLock { inside } }
    var maximum: Int { condition.withLock { most } }
}

/// Until a condition holds; a test that waits in vain ends with its time limit.
func until(_ condition: () -> Bool) async throws {
    while !condition() { try await Task.sleep(for: .milliseconds(2)) }
}
