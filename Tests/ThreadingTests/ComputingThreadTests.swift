import Foundation
import Synchronization
import Threading
import Testing

@Suite("Long computations")
struct ComputingThreadTests {
    private struct Failure: Error {}

    @Test("a computation returns its result, or throws its error, on a thread of its own")
    func result() async throws {
        let name = try await ComputingThread.run("computation") { _ in Thread.current.name }
        #expect(name == "computation")
        await #expect(throws: Failure.self) { try await ComputingThread.run("computation") { _ in throw Failure() } }
    }

    @Test("nobody waits for a computation that was cancelled, even if it does not look at it", .timeLimit(.minutes(1)))
    func cancellation() async throws {
        let mayEnd = Mutex(false)
        let hasBegun = Mutex(false)
        let wasTold = Mutex(false)
        let task = Task {
            try await ComputingThread.run("computation") { isCancelled in
                hasBegun.withLock { $0 = true }
                while !mayEnd.withLock({ $0 }) { Thread.sleep(forTimeInterval: 0.001) }
                wasTold.withLock { $0 = isCancelled() }
            }
        }
        while !hasBegun.withLock({ $0 }) { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        mayEnd.withLock { $0 = true }
        while !wasTold.withLock({ $0 }) { await Task.yield() }
    }

    @Test("a task that is cancelled before does not begin")
    func cancelledBefore() async {
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await ComputingThread.run("computation") { _ in 1 }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
