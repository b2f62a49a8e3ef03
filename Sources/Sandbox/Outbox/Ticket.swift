import NodeKit
import Synchronization

/// Tells when everything that some inputs have led to is done: every message that they produced is confirmed by its broker, or given up.
final class Ticket: Sendable {
    private let openCount = Mutex(1)
    private let completion = WakeUp()

    /// One thing more to wait for. Before ``close()`` of another one, so that the ticket is not complete in between.
    func open() {
        openCount.withLock { $0 += 1 }
    }

    /// One thing is done. The ticket itself counts as one, until its maker closes it.
    func close() {
        let rest = openCount.withLock { count in
            precondition(count > 0, "a ticket was closed too often")
            count -= 1
            return count
        }
        if rest == 0 { completion.raise() }
    }

    var isComplete: Bool { openCount.withLock { $0 == 0 } }

    /// Waits until everything is done, or the task is cancelled.
    ///
    /// - Returns: whether everything is done.
    func wait() async -> Bool {
        while true {
            let generation = completion.generation
            if isComplete { return true }
            if Task.isCancelled { return false }
            await completion.wait(after: generation, atMostSeconds: 60)
        }
    }
}
