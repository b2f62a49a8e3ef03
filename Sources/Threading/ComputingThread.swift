import Foundation
import Synchronization

/// Long computations, which would keep others from a thread of the cooperative pool.
public enum ComputingThread {
    /// Runs a computation on a thread of its own.
    ///
    /// When the task is cancelled, the call ends at once with `CancellationError`. The computation does not: it is told through
    /// `isCancelled`, and what it returns is dropped. So nobody waits for one that looks at `isCancelled` seldom, or never.
    ///
    /// - Parameters:
    ///   - name: the thread's name, as debuggers and `top -H` show it (Linux keeps its first 15 bytes).
    ///   - stackBytes: the size of the thread's stack; only what is used takes memory.
    public static func run<R: Sendable>(
        _ name: String, stackBytes: Int = 8 << 20, _ body: @escaping @Sendable (_ isCancelled: @escaping @Sendable () -> Bool) throws -> R
    ) async throws -> R {
        let computation = Computation<R>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                guard computation.begin(continuation) else { return continuation.resume(throwing: CancellationError()) }
                let thread = Thread {
                    nameCurrentThread(name)
                    computation.end(Result { try body { computation.isCancelled } })
                }
                thread.stackSize = stackBytes
                thread.start()
            }
        } onCancel: {
            computation.cancel()
        }
    }
}

/// Who waits for a computation, and whether it still matters. Whoever takes the continuation out resumes it.
private final class Computation<R: Sendable>: Sendable {
    private struct State {
        var continuation: CheckedContinuation<R, any Error>?
        var isCancelled = false
    }

    private let state = Mutex(State())

    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// False when it was cancelled before it began.
    func begin(_ continuation: CheckedContinuation<R, any Error>) -> Bool {
        state.withLock { state in
            if state.isCancelled { return false }
            state.continuation = continuation
            return true
        }
    }

    func end(_ result: Result<R, any Error>) { take { _ in }?.resume(with: result) }

    func cancel() { take { $0.isCancelled = true }?.resume(throwing: CancellationError()) }

    private func take(_ change: @Sendable (inout State) -> Void) -> CheckedContinuation<R, any Error>? {
        state.withLock { state in
            change(&state)
            defer { state.continuation = nil }
            return state.continuation
        }
    }
}
