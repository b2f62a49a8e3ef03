import Collections
import SMPProtocol
import Synchronization

/// Lets only so many bodies run at once; the others wait in the order of their arrival. What `WEBSERVER_PROCESSES` × `WEBSERVER_THREADS`
/// means: as many requests work on the database at once, and no more connections are needed.
///
/// Nobody takes all places: when the rows of one owner are locked by somebody else, the requests of others still have one.
final class ConcurrencyLimiter: Sendable {
    /// Too many are waiting already.
    struct Overloaded: Error {}

    private struct Waiter {
        let number: UInt64
        let owner: ExactText?
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var free: Int
        /// What one owner may have at once.
        let share: Int
        /// How many places each owner has.
        var taken: [ExactText: Int] = [:]
        var waiters: Deque<Waiter> = []
        var nextNumber: UInt64 = 0
        /// Tasks that were cancelled before they began to wait.
        var cancelled: Set<UInt64> = []

        /// Takes a place, if there is one. Whoever waits already can take none: it would have.
        mutating func take(for owner: ExactText?) -> Bool {
            guard free > 0 else { return false }
            if let owner {
                guard taken[owner, default: 0] < share else { return false }
                taken[owner, default: 0] += 1
            }
            free -= 1
            return true
        }

        mutating func giveBack(of owner: ExactText?) {
            free += 1
            guard let owner, let count = taken[owner] else { return }
            taken[owner] = count == 1 ? nil : count - 1
        }

        /// The first one that waits and can take a place has taken it.
        mutating func admitNext() -> Waiter? {
            guard free > 0 else { return nil }
            for place in waiters.indices where take(for: waiters[place].owner) { return waiters.remove(at: place) }
            return nil
        }
    }

    private let state: Mutex<State>
    private let maxWaiting: Int

    init(limit: Int, maxWaiting: Int) {
        precondition(limit > 0 && maxWaiting >= 0)
        state = Mutex(State(free: limit, share: max(1, limit - 1)))
        self.maxWaiting = maxWaiting
    }

    /// - Parameter owner: whose rows the body works on; nil: nobody's in particular.
    /// - Throws: ``Overloaded``, `CancellationError`, or what the body throws.
    func run<R: Sendable>(for owner: String? = nil, _ body: () async throws -> R) async throws -> R {
        let owner = owner.map(ExactText.init)
        try await acquire(owner)
        defer { release(owner) }
        return try await body()
    }

    private func acquire(_ owner: ExactText?) async throws {
        let number: UInt64? = try state.withLock { state throws(Overloaded) in
            if state.take(for: owner) { return nil }
            guard state.waiters.count < maxWaiting else { throw Overloaded() }
            state.nextNumber += 1
            return state.nextNumber
        }
        guard let number else { return }
        let isAdmitted = await withTaskCancellationHandler {
            await withCheckedContinuation { wait(number, owner, $0) }
        } onCancel: {
            cancel(number)
        }
        // A cancellation that came after the admission has left its mark.
        state.withLock { _ = $0.cancelled.remove(number) }
        if !isAdmitted { throw CancellationError() }
    }

    private func wait(_ number: UInt64, _ owner: ExactText?, _ continuation: CheckedContinuation<Bool, Never>) {
        let outcome: Bool? = state.withLock { state in
            if state.cancelled.remove(number) != nil { return false }
            if state.take(for: owner) { return true }
            state.waiters.append(Waiter(number: number, owner: owner, continuation: continuation))
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

    private func release(_ owner: ExactText?) {
        let next = state.withLock { state in
            state.giveBack(of: owner)
            return state.admitNext()
        }
        next?.continuation.resume(returning: true)
    }
}
