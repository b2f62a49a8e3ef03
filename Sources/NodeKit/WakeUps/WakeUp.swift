import Synchronization

/// A flag that one loop waits for and others raise: "there is work for you".
///
/// Raising is cheap and never blocks; raising twice before the waiter looks counts once; nothing raised is lost, also when nobody waits at
/// that moment. Waiting ends when the flag is raised, when the time is over, or when the task is cancelled. Any number of tasks may wait;
/// one raise wakes all of them, since which one finds the work is settled by the database (`SKIP LOCKED`).
public final class WakeUp: Sendable {
    private struct State {
        var generation: UInt64 = 0
        var nextWaiter: UInt64 = 0
        var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    /// A flag that nobody has raised yet.
    public init() {}

    /// Says that there is work.
    public func raise() {
        let waiters = state.withLock { state in
            state.generation &+= 1
            defer { state.waiters.removeAll(keepingCapacity: true) }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.resume() }
    }

    /// The number of raises so far. Take it *before* looking for work; ``wait(after:atMostSeconds:)`` then returns at once when
    /// the flag was raised since, so that work which arrived while looking is not missed.
    public var generation: UInt64 {
        state.withLock { $0.generation }
    }

    /// Waits until the flag is raised after `generation`, at most so many seconds.
    public func wait(after generation: UInt64, atMostSeconds seconds: Double) async {
        guard generation == self.generation else { return }
        Pulse.rest(for: Duration(bounded: seconds))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.wait(after: generation) }
            group.addTask { try? await Task.sleep(for: Duration(bounded: seconds)) }
            await group.next()
            group.cancelAll()
        }
    }

    private func wait(after generation: UInt64) async {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mayGoOn = state.withLock { state in
                    if state.generation != generation || Task.isCancelled { return true }
                    state.waiters[id] = continuation
                    return false
                }
                if mayGoOn { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
        }
    }
}
