import Synchronization

/// Between the thread that reads a consumer's connection and the tasks that handle its messages.
final class ConsumerMailbox: Sendable {
    /// What the tasks want of the thread.
    struct Orders {
        var settlements: [(tag: DeliveryTag, verdict: SettlementTracker.Verdict)]
        var mustStop: Bool
        var mustClose: Bool
    }

    private struct Waiter {
        let id: UInt64
        let limit: Int
        let continuation: CheckedContinuation<[Delivery]?, any Error>
    }

    private struct State {
        var arrived = ArrivedDeliveries()
        var waiters: [Waiter] = []
        var nextWaiterID: UInt64 = 0
        var settlements: [(tag: DeliveryTag, verdict: SettlementTracker.Verdict)] = []
        var mustStop = false
        var mustClose = false
        var isRunning = false
        /// The thread has stopped reading until there is room again.
        var isHeldBack = false
        /// Set when the thread has ended its work; a failure when it did so by itself.
        var end: Result<Void, MessagingError>?
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    let wakeUp = PollWakeUp()
    /// How much memory deliveries may take that no task has taken, in bytes.
    private let capacity: Int
    private let state = Mutex(State())

    init(capacity: Int) {
        self.capacity = capacity
    }

    // MARK: For tasks

    func nextBatch(limit: Int) async throws -> [Delivery]? {
        let id = state.withLock { state in
            state.nextWaiterID += 1
            return state.nextWaiterID
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let (answer, mustWake): (Result<[Delivery]?, any Error>?, Bool) = state.withLock { state in
                    if Task.isCancelled { return (.failure(CancellationError()), false) }
                    if case .failure(let error) = state.end { return (.failure(error), false) }
                    if state.mustStop || state.end != nil { return (.success(nil), false) }
                    guard !state.arrived.isEmpty else {
                        state.waiters.append(Waiter(id: id, limit: limit, continuation: continuation))
                        return (nil, false)
                    }
                    return (.success(state.arrived.take(limit)), endHoldingBack(&state))
                }
                if mustWake { wakeUp.signal() }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0) }
            }
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }

    func settle(_ tags: some Sequence<DeliveryTag>, _ verdict: SettlementTracker.Verdict) {
        let isFirst = state.withLock { state in
            let isFirst = state.settlements.isEmpty
            for tag in tags { state.settlements.append((tag, verdict)) }
            return isFirst
        }
        // Else the thread has been told, and has not taken them yet.
        if isFirst { wakeUp.signal() }
    }

    func stop(closing: Bool) {
        let (waiters, closers) = state.withLock { state in
            state.mustStop = true
            if closing { state.mustClose = true }
            if !state.isRunning, state.end == nil { state.end = .success(()) }
            return (takeWaiters(&state), takeClosersIfEnded(&state))
        }
        for waiter in waiters { waiter.continuation.resume(returning: nil) }
        for closer in closers { closer.resume() }
        wakeUp.signal()
    }

    func waitUntilFinished() async {
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                if state.end != nil { return true }
                state.closers.append(continuation)
                return false
            }
            if hasEnded { continuation.resume() }
        }
    }

    // MARK: For the thread

    /// - Returns: false when the consumer has been stopped before it began.
    func begin() -> Bool {
        state.withLock { state in
            guard state.end == nil else { return false }
            state.isRunning = true
            return true
        }
    }

    /// Hands deliveries over, first to those who wait.
    func deliver(_ deliveries: [Delivery]) {
        let served = state.withLock { state in
            state.arrived.append(deliveries)
            var served: [(CheckedContinuation<[Delivery]?, any Error>, [Delivery])] = []
            while !state.arrived.isEmpty, !state.waiters.isEmpty {
                let waiter = state.waiters.removeFirst()
                served.append((waiter.continuation, state.arrived.take(waiter.limit)))
            }
            return served
        }
        for (continuation, batch) in served { continuation.resume(returning: batch) }
    }

    /// How many bytes of deliveries there is room for. Without any the thread must not read on; it is woken when half of the room is free
    /// again.
    func room() -> Int {
        state.withLock { state in
            let room = capacity - state.arrived.memoryBytes
            state.isHeldBack = room <= 0
            return max(room, 0)
        }
    }

    /// About how much memory the deliveries take that no task has taken.
    var waitingBytes: Int { state.withLock { $0.arrived.memoryBytes } }

    /// - Returns: whether the thread is to be woken.
    private func endHoldingBack(_ state: inout State) -> Bool {
        guard state.isHeldBack, state.arrived.memoryBytes <= capacity / 2 else { return false }
        state.isHeldBack = false
        return true
    }

    func takeOrders() -> Orders {
        wakeUp.clear()
        return state.withLock { state in
            let settlements = state.settlements
            state.settlements = []
            return Orders(settlements: settlements, mustStop: state.mustStop, mustClose: state.mustClose)
        }
    }

    var mustStop: Bool { state.withLock { $0.mustStop } }

    /// Takes back what no task has taken.
    func takeArrivals() -> [Delivery] {
        state.withLock { $0.arrived.take(.max) }
    }

    func end(_ result: Result<Void, MessagingError>) {
        let (waiters, closers) = state.withLock { state in
            state.end = result
            state.settlements = []
            _ = state.arrived.take(.max)
            return (takeWaiters(&state), takeClosersIfEnded(&state))
        }
        for waiter in waiters {
            switch result {
            case .success: waiter.continuation.resume(returning: nil)
            case .failure(let error): waiter.continuation.resume(throwing: error)
            }
        }
        for closer in closers { closer.resume() }
    }

    private func takeWaiters(_ state: inout State) -> [Waiter] {
        defer { state.waiters = [] }
        return state.waiters
    }

    private func takeClosersIfEnded(_ state: inout State) -> [CheckedContinuation<Void, Never>] {
        guard state.end != nil else { return [] }
        defer { state.closers = [] }
        return state.closers
    }
}

/// A queue that gives all it has without copying, which is the usual case.
private struct ArrivedDeliveries {
    private var deliveries: [Delivery] = []
    private var taken = 0
    /// About how much memory they take.
    private(set) var memoryBytes = 0

    var isEmpty: Bool { taken == deliveries.count }

    mutating func append(_ more: [Delivery]) {
        for delivery in more { memoryBytes += delivery.memoryBytes }
        if isEmpty {
            deliveries = more
            taken = 0
        } else {
            deliveries += more
        }
    }

    mutating func take(_ limit: Int) -> [Delivery] {
        let count = min(limit, deliveries.count - taken)
        if count == deliveries.count {
            defer { deliveries = [] }
            memoryBytes = 0
            return deliveries
        }
        let batch = Array(deliveries[taken..<(taken + count)])
        for delivery in batch { memoryBytes -= delivery.memoryBytes }
        taken += count
        if taken >= 1024, taken * 2 >= deliveries.count {
            deliveries.removeFirst(taken)
            taken = 0
        }
        return batch
    }
}
