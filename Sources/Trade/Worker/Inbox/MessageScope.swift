import SMPProtocol

/// The part of a worker's database that a batch of messages is about. The batch is decided message by message, in the order of arrival;
/// what comes out is what the same messages would have caused one by one.
///
/// The state must hold, of every message, what it has named (``InboxMessage/addKeys(to:)``), as far as it exists.
struct MessageScope: Sendable {
    var state: WorkerState
    var effects = Effects()
    let rules: WorkerRules
    /// The moment of the decisions, not before the state was locked.
    let now: Timestamp
    /// Numbers that were not used before, taken from the end.
    private var requestIDs: [CoordinatorRequestID]
    /// Chooses between collectors; uniform.
    let random: @Sendable () -> UInt64
    private let requests: RequestIndex

    /// - Parameters:
    ///   - state: as it was loaded.
    ///   - requestIDs: not used before, at least as many as ``MessageScopeKeys/requestIDCount`` says.
    init(
        _ state: WorkerState, rules: WorkerRules, now: Timestamp, requestIDs: [CoordinatorRequestID],
        random: @escaping @Sendable () -> UInt64
    ) {
        self.state = state
        self.rules = rules
        self.now = now
        self.requestIDs = requestIDs
        self.random = random
        requests = RequestIndex(state)
    }

    /// Handles all messages of a batch.
    mutating func handle(_ messages: [any InboxMessage]) {
        for message in messages { message.apply(to: &self) }
    }

    // MARK: What the messages call rules with

    /// Lets a rule change what a user wants to do with an account.
    mutating func withPolicy(_ key: AccountKey, _ rule: (inout TradingPolicy) -> Void) {
        rule(&state.policies[key, default: TradingPolicy(key: key)])
    }

    /// A number that no request has had.
    mutating func takeRequestID() -> CoordinatorRequestID {
        guard let number = requestIDs.popLast() else { preconditionFailure("a number for each message that has asked for one") }
        return number
    }

    /// Lets a rule change an attempt, and removes the expected transfer that will not be made (TW 30.3).
    mutating func withAttempt(
        _ key: AttemptKey, _ rule: (inout TransferAttempt?, TryContext, inout Effects) -> LegFate
    ) {
        let collector = state.collectorAccounts[key.status.account] ?? CollectorAccountState()
        let context = TryContext(collector: collector, rules: rules, now: now)
        let fate = rule(&state.attempts[key], context, &effects)
        guard fate == .isAbandoned else { return }
        switch key.kind {
        case .sending:
            removeSending(key.leg)
            effects.send(.abandonedTransfer(.unsent(key.leg, ts: now)))
        case .dispatching: removeDispatching(key.leg)
        case .moving, .unassigned: return
        }
        effects.wake(.dispatching)
    }

    /// It was made, or will not be made. The row need not be loaded.
    mutating func removeSending(_ leg: LegKey) {
        state.sendings[leg] = nil
        effects.removedSendings.append(leg)
    }

    /// It was made, or will not be made. The row need not be loaded.
    mutating func removeDispatching(_ leg: LegKey) {
        state.dispatchings[leg] = nil
        effects.removedDispatchings.append(leg)
    }

    /// The lock that a request was made for, unless it has been replaced since (TW 15.4).
    func lockKey(_ request: RequestKey) -> AccountKey? {
        requests.locks[request].flatMap { state.locks[$0]?.requestKey == request ? $0 : nil }
    }

    /// The attempt whose last try was this request (TW 22.8).
    func attemptKey(_ request: RequestKey) -> AttemptKey? {
        requests.attempts[request].flatMap { state.attempts[$0]?.requestKey == request ? $0 : nil }
    }
}

/// A message that a worker handles: which rows it needs, and which rule it calls. One file for each.
protocol InboxMessage: SMPMessage {
    /// Names the rows that must be loaded and locked.
    func addKeys(to keys: inout MessageScopeKeys)

    /// Calls the rule.
    func apply(to scope: inout MessageScope)
}

/// Which rows a request belongs to.
private struct RequestIndex: Sendable {
    let locks: [RequestKey: AccountKey]
    let attempts: [RequestKey: AttemptKey]

    init(_ state: WorkerState) {
        locks = Dictionary(state.locks.values.map { ($0.requestKey, $0.key) }) { first, _ in first }
        attempts = Dictionary(state.attempts.values.compactMap { attempt in attempt.requestKey.map { ($0, attempt.key) } }) { first, _ in
            first
        }
    }
}
