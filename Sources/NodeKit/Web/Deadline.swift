import Synchronization

/// A limit for the time that something may take.
enum Deadline {
    struct Exceeded: Error {}

    /// Runs the body; when it takes longer, cancels it and throws ``Exceeded`` as soon as it has ended. A body that has succeeded all the
    /// same (its COMMIT was under way already) gives its result: nobody shall be told that what has happened took too long.
    static func run<R: Sendable>(_ limit: Duration, _ body: @escaping @Sendable () async throws -> R) async throws -> R {
        let task = Task { try await body() }
        let number = DeadlineWatch.shared.add(ContinuousClock.now + limit) { task.cancel() }
        let result = await withTaskCancellationHandler {
            await task.result
        } onCancel: {
            task.cancel()
        }
        if !DeadlineWatch.shared.remove(number), case .failure = result { throw Exceeded() }
        return try result.get()
    }
}

/// Looks every now and then whether deadlines have passed.
///
/// One for the process: a timer for each request costs two thread switches, and a timer that was cancelled stays in memory until its time
/// has come, which under load is a lot of memory.
final class DeadlineWatch: Sendable {
    static let shared = DeadlineWatch()

    /// How late a deadline may be noticed.
    private static let interval: Duration = .milliseconds(100)

    private struct State {
        var lastNumber: UInt64 = 0
        var entries: [UInt64: (deadline: ContinuousClock.Instant, cancel: @Sendable () -> Void)] = [:]
        var isWatching = false
    }

    private let state = Mutex(State())

    /// - Returns: the number with which the deadline is removed again.
    func add(_ deadline: ContinuousClock.Instant, cancel: @escaping @Sendable () -> Void) -> UInt64 {
        let (number, mustWatch) = state.withLock { state in
            state.lastNumber += 1
            state.entries[state.lastNumber] = (deadline, cancel)
            defer { state.isWatching = true }
            return (state.lastNumber, !state.isWatching)
        }
        if mustWatch { Task.detached { await self.watch() } }
        return number
    }

    /// - Returns: false when the deadline has passed, and what it belongs to was cancelled.
    func remove(_ number: UInt64) -> Bool {
        state.withLock { $0.entries.removeValue(forKey: number) != nil }
    }

    /// Goes on until nothing is left to watch.
    private func watch() async {
        while true {
            try? await Task.sleep(for: Self.interval)
            let now = ContinuousClock.now
            let (passed, isDone) = state.withLock { state in
                let passed = state.entries.filter { $0.value.deadline <= now }
                for number in passed.keys { state.entries[number] = nil }
                state.isWatching = !state.entries.isEmpty
                return (passed.values.map(\.cancel), !state.isWatching)
            }
            for cancel in passed { cancel() }
            if isDone { return }
        }
    }
}
