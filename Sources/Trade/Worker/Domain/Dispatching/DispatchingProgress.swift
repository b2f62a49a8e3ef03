import SMPProtocol

/// What is still open of a collector's rows (TW 21.1).
struct OpenLegs: Equatable, Sendable {
    /// Some seller has not paid.
    var hasUncollected = false
    var hasSendings = false
    /// Something has not been received.
    var hasUnreceived = false
    var hasDispatchings = false
}

/// The next stage of a dispatching status (TW 21.1).
enum DispatchingProgress: Equatable, Sendable {
    case startSending, everythingSent, startDispatching, finished
}

extension DispatchingStatus {
    /// TW 21.1.1 – 4; nil: it has to wait.
    func progress(_ open: OpenLegs) -> DispatchingProgress? {
        if awaitsSignal { return nil }
        if !hasStartedSending { return open.hasUncollected ? nil : .startSending }
        if !allSent { return open.hasSendings ? nil : .everythingSent }
        if !hasStartedDispatching { return open.hasUnreceived ? nil : .startDispatching }
        return open.hasDispatchings ? nil : .finished
    }

    /// Takes the next stage. `finished`: the row is to be deleted, which the caller does.
    mutating func advance(_ progress: DispatchingProgress, now: Timestamp, effects: inout Effects) {
        switch progress {
        case .startSending:
            awaitsSignal = true
            effects.send(.startSending(StartSending(collectorID: key.collector, turnID: key.turn, debtorID: key.debtor, ts: now)))
        case .everythingSent:
            allSent = true
            effects.wake(.dispatching)
        case .startDispatching:
            awaitsSignal = true
            effects.send(.startDispatching(StartDispatching(collectorID: key.collector, turnID: key.turn, debtorID: key.debtor, ts: now)))
        case .finished: break
        }
    }
}

/// What starting to send or to dispatch leaves to be done.
struct StartedTransfers: Equatable, Sendable {
    var attempts: [TransferAttempt] = []
    /// Too little is left for them to be worth a transfer; nobody shall wait for it (TW 30.3).
    var abandoned: [LegKey] = []
}

extension DispatchingStatus {
    /// TW 21.2: counts what was collected, and shares what may be sent between the receivers.
    ///
    /// - Parameters:
    ///   - collectings: all of the collector; they are used up.
    ///   - sendings: all of the collector.
    ///   - turn: the status's.
    /// - Returns: nil when the message is out of date.
    mutating func startSending(
        _ collectings: some Sequence<WorkerCollecting>, _ sendings: some Sequence<WorkerSending>, turn: WorkerTurn?, now: Timestamp,
        effects: inout Effects
    ) -> StartedTransfers? {
        guard !hasStartedSending, awaitsSignal, let startedAt = turn?.turn.collectionStartedAt else { return nil }
        let total = collectings.lazy.filter(\.isCollected).reduce(Int128(0)) { $0 + Int128($1.amount) }
        totalCollectedAmount = min(clampedToInt64(total), plan.amountToCollect)
        awaitsSignal = false
        effects.wake(.dispatching)
        return share(
            availableToSend, of: plan.amountToSend, among: sendings.lazy.map { ($0.key, $0.amount) }, .sending, startedAt, now: now,
            effects: &effects)
    }

    /// TW 21.3: counts what was received, and shares what may be dispatched between the buyers.
    mutating func startDispatching(
        _ receivings: some Sequence<WorkerReceiving>, _ dispatchings: some Sequence<WorkerDispatching>, turn: WorkerTurn?, now: Timestamp,
        effects: inout Effects
    ) -> StartedTransfers? {
        guard allSent, !hasStartedDispatching, awaitsSignal, let startedAt = turn?.turn.collectionStartedAt else { return nil }
        let total = receivings.reduce(Int128(0)) { $0 + Int128($1.receivedAmount) }
        totalReceivedAmount = clampedToInt64(total)
        awaitsSignal = false
        effects.wake(.dispatching)
        return share(
            availableToDispatch, of: plan.amountToDispatch, among: dispatchings.lazy.map { ($0.key, $0.amount) }, .dispatching, startedAt,
            now: now, effects: &effects)
    }

    private func share(
        _ available: Int64, of total: Int64, among legs: some Sequence<(key: LegKey, amount: Int64)>, _ kind: TransferKind,
        _ collectionStartedAt: Timestamp, now: Timestamp, effects: inout Effects
    ) -> StartedTransfers {
        var started = StartedTransfers()
        for (leg, amount) in legs {
            let nominal = total > 0 ? shareRoundedAgainstPayout(of: amount, available: min(available, total), total: total) : 0
            guard nominal >= 1 else {
                started.abandoned.append(leg)
                if kind == .sending { effects.send(.abandonedTransfer(.unsent(leg, ts: now))) }
                continue
            }
            let attempt = TransferAttempt(
                key: AttemptKey(status: key, recipient: leg.other, kind: kind), nominalAmount: nominal,
                collectionStartedAt: collectionStartedAt, insertedAt: now)
            started.attempts.append(attempt)
            effects.send(.accountIDRequest(attempt.accountIDRequest(ts: now)))
        }
        return started
    }
}

extension AbandonedTransfer {
    /// The receiving collector shall not wait for what was not sent (TW 30.3).
    static func unsent(_ leg: LegKey, ts: Timestamp) -> AbandonedTransfer {
        AbandonedTransfer(
            collectorID: leg.other, turnID: leg.status.turn, debtorID: leg.status.debtor, creditorID: leg.status.collector,
            isCollecting: false, ts: ts)
    }
}
