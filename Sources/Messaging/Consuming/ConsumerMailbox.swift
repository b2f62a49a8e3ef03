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
        /// Set when the thread has ended its work; a failure when it did so by itself.
        var end: Result<Void, MessagingError>?
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    let wakeUp = PollWakeUp()
    private let state = Mutex(State())

    // MARK: For tasks

    func nextBatch(limit: Int) async throws -> [Delivery]? {
        let id = state.withLock { state in
            state.nextWaiterID += 1
            return state.nextWaiterID
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer: Result<[Delivery]?, any Error>? = state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if case .failure(let error) = state.end { return .failure(error) }
                    if state.mustStop || state.end != nil { return .success(nil) }
                    if !state.arrived.isEmpty { return .success(state.arrived.take(limit)) }
                    state.waiters.append(Waiter(id: id, limit: limit, continuation: continuation))
                    return nil
                }
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

    var isEmpty: Bool { taken == deliveries.count }

    mutating func append(_ more: [Delivery]) {
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
            return deliveries
        }
        let batch = Array(deliveries[taken..<(taken + count)])
        taken += count
        if taken >= 1024, taken * 2 >= deliveries.count {
            deliveries.removeFirst(taken)
            taken = 0
        }
        return batch
    }
}
