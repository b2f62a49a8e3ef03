import SMPProtocol

/// The part of a worker's database that a batch of messages is about. The batch is decided message by message, in the order of arrival;
/// what comes out is what the same messages would have caused one by one.
///
/// The state must hold what ``MessageScopeKeys`` names, as far as it exists.
struct MessageScope: Sendable {
    var state = WorkerState()
    var effects = Effects()
    let rules: WorkerRules
    let now: Timestamp
    /// Numbers that were not used before, taken from the end, at least as many as ``MessageScopeKeys`` says.
    private var requestIDs: [CoordinatorRequestID]
    /// Chooses between collectors; uniform.
    private let random: @Sendable () -> UInt64
    private let requests: RequestIndex

    /// - Parameters:
    ///   - state: as it was loaded.
    ///   - requestIDs: not used before.
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
    mutating func handle(_ messages: some Sequence<Incoming>) {
        for message in messages { handle(message) }
    }

    private mutating func handle(_ message: Incoming) {
        switch message {
        case .updatedLedger(let m): policy(m.creditorID, m.debtorID) { $0.apply(m) }
        case .updatedPolicy(let m): policy(m.creditorID, m.debtorID) { $0.apply(m) }
        case .updatedFlags(let m): policy(m.creditorID, m.debtorID) { $0.apply(m) }
        case .rejectedConfig(let m):
            effects.note(.rejectedConfig(AccountKey(creditor: m.creditorID, debtor: m.debtorID), code: m.rejectionCode))
        case .accountUpdate(let m):
            state.collectorAccounts[AccountKey(creditor: m.creditorID, debtor: m.debtorID), default: CollectorAccountState()]
                .apply(m, rules, now: now, effects: &effects)
        case .accountPurge(let m):
            state.collectorAccounts[AccountKey(creditor: m.creditorID, debtor: m.debtorID)]?.apply(m, effects: &effects)
        case .accountTransfer(let m): receive(m)
        case .rejectedTransfer(let m): receive(m)
        case .preparedTransfer(let m): receive(m)
        case .finalizedTransfer(let m): receive(m)
        case .fetchDebtorInfo, .storeDocument, .discoverDebtor, .confirmDebtor: handleDebtorInfo(message)
        case .neededCollector(let m): need(m)
        case .candidateOffer(let m): lock(m)
        case .reviseAccountLock(let m): revise(m)
        case .triggerTransfer(let m): trigger(m)
        case .accountIDRequest(let m): answer(m)
        case .accountIDResponse(let m): receive(m)
        case .startSending(let m): start(m)
        case .startDispatching(let m): start(m)
        case .calculateSurplus(let m): calculate(m)
        case .abandonedTransfer(let m): forget(m)
        case .activateCollector: break
        }
    }

    // MARK: Users and debtors (TW-9, 10, 11)

    private mutating func policy(_ creditor: CreditorID, _ debtor: DebtorID, _ update: (inout TradingPolicy) -> Void) {
        let key = AccountKey(creditor: creditor, debtor: debtor)
        update(&state.policies[key, default: TradingPolicy(key: key)])
    }

    private mutating func handleDebtorInfo(_ message: Incoming) {
        switch message {
        case .fetchDebtorInfo(let m):
            DebtorInfoFetch.schedule(&state.fetches[FetchKey(iri: m.iri, debtor: m.debtorID)], m, now: now, effects: &effects)
        case .storeDocument(let m): DebtorInfoDocument.store(m, over: &state.documents[m.debtorInfoLocator])
        case .discoverDebtor(let m): DebtorLocatorClaim.discover(&state.claims[m.debtorID], m, rules, now: now, effects: &effects)
        case .confirmDebtor(let m): DebtorLocatorClaim.confirm(&state.claims[m.debtorID], m, rules, now: now, effects: &effects)
        default: preconditionFailure("not about a debtor's documents")
        }
    }

    /// TW 11.2.
    private mutating func need(_ m: NeededCollector) {
        guard state.recentlyNeeded[m.debtorID] == nil else { return }
        state.recentlyNeeded[m.debtorID] = m.ts
        effects.neededCollectors += neededCollectors(for: m.debtorID, rules)
        effects.wake(.collectorSync)
    }

    // MARK: Locks (TW-15, 18)

    private mutating func lock(_ m: CandidateOffer) {
        let key = AccountKey(creditor: m.creditorID, debtor: m.debtorID)
        let collectors = (state.usableCollectors[m.debtorID] ?? []).filter { $0.disabledAt == nil }
        guard let requestID = requestIDs.last else { preconditionFailure("a number for each candidate offer") }
        let isUsed = AccountLock.offer(
            &state.locks[key], m, turn: state.offeredTurns[m.turnID], collectors: collectors, pick: random(), requestID: requestID, rules,
            now: now,
            effects: &effects)
        if isUsed { requestIDs.removeLast() }
    }

    private mutating func revise(_ m: ReviseAccountLock) {
        let key = AccountKey(creditor: m.creditorID, debtor: m.debtorID)
        var collector = state.collectorAccounts[key]?.account
        AccountLock.revise(
            &state.locks[key], &state.participations[ParticipationKey(account: key, turn: m.turnID)], &collector, m, now: now,
            effects: &effects)
        state.collectorAccounts[key]?.account = collector
    }

    // MARK: Answers of authorities: locks first, then attempts (TW 15.4, 15.5, 22.8 – 22.10)

    /// The lock that a request was made for, unless it has been replaced since.
    private func lockKey(_ request: RequestKey) -> AccountKey? {
        requests.locks[request].flatMap { state.locks[$0]?.requestKey == request ? $0 : nil }
    }

    /// The attempt whose last try was this request.
    private func attemptKey(_ request: RequestKey) -> AttemptKey? {
        requests.attempts[request].flatMap { state.attempts[$0]?.requestKey == request ? $0 : nil }
    }

    private mutating func receive(_ m: RejectedTransfer) {
        let request = RequestKey(m, m.coordinatorRequestID)
        if let key = lockKey(request) { return AccountLock.reject(&state.locks[key], m) }
        guard let key = attemptKey(request) else { return }
        settle(key, state.attempts[key].apply(m, rules, now: now, effects: &effects))
    }

    private mutating func receive(_ m: PreparedTransfer) {
        let request = RequestKey(m, m.coordinatorRequestID)
        if let key = lockKey(request) {
            let turn = state.locks[key].flatMap { state.turns[$0.turn] }
            return AccountLock.prepare(&state.locks[key], m, turn: turn, rules, now: now, effects: &effects)
        }
        guard let key = attemptKey(request) else { return dismiss(m, now: now, effects: &effects) }
        state.attempts[key].apply(m, now: now, effects: &effects)
    }

    private mutating func receive(_ m: FinalizedTransfer) {
        let request = RequestKey(m, m.coordinatorRequestID)
        if let key = lockKey(request) { return AccountLock.finalize(&state.locks[key], m, now: now, effects: &effects) }
        guard let key = attemptKey(request) else { return }
        settle(key, state.attempts[key].apply(m, rules, now: now, effects: &effects))
    }

    // MARK: Transfers (TW-21, 22, 23)

    private func context(_ key: AttemptKey) -> TryContext {
        TryContext(collector: state.collectorAccounts[key.status.account] ?? CollectorAccountState(), rules: rules, now: now)
    }

    private mutating func trigger(_ m: TriggerTransfer) {
        let key = m.attempt
        let context = context(key)
        settle(key, state.attempts[key].trigger(context, requestID: { requestIDs.removeLast() }, effects: &effects))
    }

    private mutating func receive(_ m: AccountIDResponse) {
        let key = m.attempt
        let context = context(key)
        settle(key, state.attempts[key].apply(m, context, requestID: { requestIDs.removeLast() }, effects: &effects))
    }

    private mutating func answer(_ m: AccountIDRequest) {
        let key = AccountKey(creditor: m.creditorID, debtor: m.debtorID)
        effects.send(
            .accountIDResponse(
                .answering(
                    m, policy: state.policies[key], account: state.collectorAccounts[key]?.account, now: now, effects: &effects)))
    }

    /// Removes an expected transfer that will not be made (TW 30.3).
    private mutating func settle(_ key: AttemptKey, _ fate: LegFate) {
        guard fate == .isAbandoned else { return }
        switch key.kind {
        case .sending:
            effects.removedSendings.append(key.leg)
            effects.send(.abandonedTransfer(.unsent(key.leg, ts: now)))
        case .dispatching: effects.removedDispatchings.append(key.leg)
        case .moving, .unassigned: return
        }
        effects.wake(.dispatching)
    }

    private mutating func start(_ m: StartSending) {
        let key = StatusKey(collector: m.collectorID, turn: m.turnID, debtor: m.debtorID)
        let (collectings, sendings, turn) = (state.collectings[key] ?? [:], sortedLegs(state.sendings[key]), state.turns[m.turnID])
        guard let started = state.statuses[key]?.startSending(collectings.values, sendings, turn: turn, now: now, effects: &effects)
        else { return }
        state.collectings[key] = nil
        for attempt in started.attempts { state.attempts[attempt.key] = attempt }
        effects.removedSendings += started.abandoned
    }

    private mutating func start(_ m: StartDispatching) {
        let key = StatusKey(collector: m.collectorID, turn: m.turnID, debtor: m.debtorID)
        let (receivings, dispatchings, turn) = (state.receivings[key] ?? [:], sortedLegs(state.dispatchings[key]), state.turns[m.turnID])
        guard let started = state.statuses[key]?.startDispatching(receivings.values, dispatchings, turn: turn, now: now, effects: &effects)
        else { return }
        state.receivings[key] = nil
        for attempt in started.attempts { state.attempts[attempt.key] = attempt }
        effects.removedDispatchings += started.abandoned
    }

    /// In the order of their keys, so that the same state always has the same effects.
    private func sortedLegs<Leg>(_ legs: [CreditorID: Leg]?) -> [Leg] {
        (legs ?? [:]).sorted { $0.key < $1.key }.map(\.value)
    }

    private mutating func calculate(_ m: CalculateSurplus) {
        let key = AccountKey(creditor: m.collectorID, debtor: m.debtorID)
        let moving = state.collectorAccounts[key]?.calculateSurplus(
            m, isHoarded: state.hoardedCurrencies.contains(m.debtorID), primary: rules.collectors.primaryCollector(of: m.debtorID), rules,
            now: now,
            effects: &effects)
        if let moving { state.attempts[moving.key] = moving }
    }

    /// TW 30.3, 30.4: what a collector waits for will not come.
    private mutating func forget(_ m: AbandonedTransfer) {
        let leg = m.leg
        if m.isCollecting {
            if state.collectings[leg]?.isCollected == false { state.collectings[leg] = nil }
        } else if state.receivings[leg]?.receivedAmount == 0 {
            state.receivings[leg] = nil
        }
        effects.wake(.dispatching)
    }

    // MARK: Notifications of transfers (TW-20)

    private mutating func receive(_ m: AccountTransfer) {
        guard m.coordinatorType == .agent else { return }
        guard let transfer = AgentTransfer(m) else {
            return effects.note(.unusableNote(AccountKey(creditor: m.creditorID, debtor: m.debtorID), m.transferNumber))
        }
        let turn = transfer.note.turnID
        switch transfer.meaning {
        case .sellerPaid: release(transfer) { $0.isReleasedAsSeller(by: m, of: turn) }
        case .buyerPaid: release(transfer) { $0.isReleasedAsBuyer(by: m, of: turn) }
        case .collected, .received:
            // TW 20.5: other workers may be faster.
            guard state.turns[turn]?.hasResults == true else {
                return effects.delayedTransfers.append(DelayedAccountTransfer(m, of: turn, now: now))
            }
            take(transfer)
        case .sent, .dispatched: take(transfer)
        case .moved: break
        }
    }

    private mutating func take(_ transfer: AgentTransfer) {
        let amount = transfer.message.acquiredAmount
        switch transfer.meaning {
        case .collected(let leg):
            if let row = state.collectings[leg], row.amount == amount { state.collectings[leg]!.isCollected = true }
        case .received(let leg):
            if state.receivings[leg]?.receivedAmount == 0 { state.receivings[leg]!.receivedAmount = amount }
        case .sent(let leg): effects.removedSendings.append(leg)
        case .dispatched(let leg): effects.removedDispatchings.append(leg)
        case .sellerPaid, .buyerPaid, .moved: return
        }
        effects.wake(.dispatching)
    }

    /// TW 20.2, 20.3.
    private mutating func release(_ transfer: AgentTransfer, _ isReleased: (AccountLock) -> Bool) {
        let (m, key) = (transfer.message, transfer.account)
        guard let found = state.locks[key], isReleased(found) else { return }
        var shownBy = (m.creationDate, m.transferNumber)
        if rules.isCollector(m.creditorID) {
            var collector = state.collectorAccounts[key]?.account
            shownBy = tradeWithItself(&collector, key, m.acquiredAmount, effects: &effects)
            state.collectorAccounts[key]?.account = collector
        }
        state.locks[key]!.finish(shownBy, now: now, effects: &effects)
    }
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
