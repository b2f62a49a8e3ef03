import Synchronization

/// The signs of life of one loop, by which the command `health` finds one that hangs: that waits for ever for something that does not
/// come, while the others go on.
///
/// A loop says at the top of each turn, and between the parts of a long one, that it goes on (``beat()``); from then on it must do so again
/// within ``patience``. Waiting that has its time is not silence: ``Pause`` and ``WakeUp`` tell how long they are going to wait
/// (``rest(for:)``). What never beats is never missed: web servers have no loop of their own.
///
/// The loop finds its pulse in its task (``current``). Tasks that it starts have the same one; equal workers have one each (``Workers``).
public final class Pulse: Sendable {
    /// How long a loop may work without a sign: longer than anything takes that it may do in one step, the solver's six minutes included
    /// (TS2 2.3.8).
    static let patience: Duration = .seconds(600)

    /// Of the loop that this task belongs to.
    @TaskLocal static var current: Pulse?

    private enum State {
        /// It has given no sign yet.
        case unknown
        /// It waits for whatever time that takes.
        case idle
        /// It has until then.
        case due(ContinuousClock.Instant)
    }

    private let state = Mutex(State.unknown)
    private let workers = Mutex<[ObjectIdentifier: Pulse]>([:])

    /// The loop of this task goes on.
    public static func beat() { current?.beat(at: .now) }

    /// The loop of this task is going to wait.
    ///
    /// - Parameter duration: how long at most; nil: for whatever time that takes.
    static func rest(for duration: Duration?) { current?.rest(for: duration, at: .now) }

    func beat(at now: ContinuousClock.Instant) {
        state.withLock { $0 = .due(now + Self.patience) }
    }

    func rest(for duration: Duration?, at now: ContinuousClock.Instant) {
        state.withLock { state in
            if case .unknown = state { return }
            state = duration.map { .due(now + $0 + Self.patience) } ?? .idle
        }
    }

    /// Whether the loop, or one of its workers, should have given a sign.
    func isSilent(at now: ContinuousClock.Instant) -> Bool {
        let isSilent = state.withLock { state in
            if case .due(let end) = state { now > end } else { false }
        }
        return isSilent || workers.withLock { $0.values.contains { $0.isSilent(at: now) } }
    }

    /// Runs one of several equal workers of the loop, with a pulse of its own.
    static func ofWorker<Value: Sendable>(_ body: @Sendable () async throws -> Value) async rethrows -> Value {
        guard let loop = current else { return try await body() }
        let worker = Pulse()
        loop.workers.withLock { $0[ObjectIdentifier(worker)] = worker }
        defer { loop.workers.withLock { $0[ObjectIdentifier(worker)] = nil } }
        return try await $current.withValue(worker, operation: body)
    }
}
