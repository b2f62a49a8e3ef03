import Collections
import Synchronization

/// Lets only so many bodies run at once; the others wait in the order of their arrival. What `WEBSERVER_PROCESSES` × `WEBSERVER_THREADS`
/// means: as many requests work on the database at once, and no more connections are needed.
final class ConcurrencyLimiter: Sendable {
    /// Too many are waiting already.
    struct Overloaded: Error {}

    private struct Waiter {
        let number: UInt64
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var free: Int
        var waiters: Deque<Waiter> = []
        var nextNumber: UInt64 = 0
        /// Tasks that were cancelled before they began to wait.
        var cancelled: Set<UInt64> = []
    }

    private let state: Mutex<State>
    private let maxWaiting: Int

    init(limit: Int, maxWaiting: Int) {
        precondition(limit > 0 && maxWaiting >= 0)
        state = Mutex(State(free: limit))
        self.maxWaiting = maxWaiting
    }

    /// - Throws: ``Overloaded``, `CancellationError`, or what the body throws.
    func run<R: Sendable>(_ body: () async throws -> R) async throws -> R {
        try await acquire()
        defer { release() }
        return try await body()
    }

    private func acquire() async throws {
        let number: UInt64? = try state.withLock { state throws(Overloaded) in
            if state.free > 0 && state.waiters.isEmpty {
                state.free -= 1
                return nil
            }
            guard state.waiters.count < maxWaiting else { throw Overloaded() }
            state.nextNumber += 1
            return state.nextNumber
        }
        guard let number else { return }
        let isAdmitted = await withTaskCancellationHandler {
            await withCheckedContinuation { wait(number, $0) }
        } onCancel: {
            cancel(number)
        }
        // A cancellation that came after the admission has left its mark.
        state.withLock { _ = $0.cancelled.remove(number) }
        if !isAdmitted { throw CancellationError() }
    }

    private func wait(_ number: UInt64, _ continuation: CheckedContinuation<Bool, Never>) {
        let outcome: Bool? = state.withLock { state in
            if state.cancelled.remove(number) != nil { return false }
            if state.free > 0 && state.waiters.isEmpty {
                state.free -= 1
                return true
            }
            state.waiters.append(Waiter(number: number, continuation: continuation))
            return nil
        }
        if let outcome { continuation.resume(returning: outcome) }
    }

    private func cancel(_ number: UInt64) {
        let waiter: Waiter? = state.withLock { state in
            guard let index = state.waiters.firstIndex(where: { $0.number == number }) else {
                state.cancelled.insert(number)
                return nil
            }
            return state.waiters.remove(at: index)
        }
        waiter?.continuation.resume(returning: false)
    }

    private func release() {
        let next: Waiter? = state.withLock { state in
            if let waiter = state.waiters.popFirst() { return waiter }
            state.free += 1
            return nil
        }
        next?.continuation.resume(returning: true)
    }
}
