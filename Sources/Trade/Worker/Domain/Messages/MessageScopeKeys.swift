import SMPProtocol

/// What a batch of messages has to know, by key.
struct MessageScopeKeys: Sendable {
    private(set) var policies: Set<AccountKey> = []
    private(set) var documents: Set<String> = []
    private(set) var claims: Set<DebtorID> = []
    private(set) var fetches: Set<FetchKey> = []
    /// Collectors' accounts that may change, with whether they are needed and with their rates.
    private(set) var collectorAccounts: Set<AccountKey> = []
    /// The same of accounts that are only looked at.
    private(set) var knownAccounts: Set<AccountKey> = []
    private(set) var recentlyNeeded: Set<DebtorID> = []
    private(set) var usableCollectors: Set<DebtorID> = []
    private(set) var hoardedCurrencies: Set<DebtorID> = []
    /// Besides these, the turns of all locks that are loaded.
    private(set) var turns: Set<TurnID> = []
    /// Turns that must not advance before the batch is stored.
    private(set) var offeredTurns: Set<TurnID> = []
    private(set) var locks: Set<AccountKey> = []
    /// Locks and attempts that were requested under these names.
    private(set) var requests: Set<RequestKey> = []
    private(set) var participations: Set<ParticipationKey> = []
    private(set) var statuses: Set<StatusKey> = []
    /// Single ones.
    private(set) var collectings: Set<LegKey> = []
    private(set) var receivings: Set<LegKey> = []
    /// All collectings and sendings of these.
    private(set) var starting: Set<StatusKey> = []
    /// All receivings and dispatchings of these.
    private(set) var dispatching: Set<StatusKey> = []
    private(set) var attempts: Set<AttemptKey> = []
    /// How many new request numbers may be needed.
    private(set) var requestIDCount = 0

    init(_ messages: some Sequence<Incoming>) {
        for message in messages { add(message) }
    }

    private mutating func add(_ message: Incoming) {
        switch message {
        case .updatedLedger(let m): policies.insert(AccountKey(creditor: m.creditorID, debtor: m.debtorID))
        case .updatedPolicy(let m): policies.insert(AccountKey(creditor: m.creditorID, debtor: m.debtorID))
        case .updatedFlags(let m): policies.insert(AccountKey(creditor: m.creditorID, debtor: m.debtorID))
        case .rejectedConfig, .activateCollector: break
        case .accountUpdate(let m): collectorAccounts.insert(AccountKey(creditor: m.creditorID, debtor: m.debtorID))
        case .accountPurge(let m): collectorAccounts.insert(AccountKey(creditor: m.creditorID, debtor: m.debtorID))
        case .accountTransfer(let m): add(m)
        case .rejectedTransfer(let m): requests.insert(RequestKey(m, m.coordinatorRequestID))
        case .preparedTransfer(let m): requests.insert(RequestKey(m, m.coordinatorRequestID))
        case .finalizedTransfer(let m): requests.insert(RequestKey(m, m.coordinatorRequestID))
        case .fetchDebtorInfo(let m): fetches.insert(FetchKey(iri: m.iri, debtor: m.debtorID))
        case .storeDocument(let m): documents.insert(m.debtorInfoLocator)
        case .discoverDebtor(let m): claims.insert(m.debtorID)
        case .confirmDebtor(let m): claims.insert(m.debtorID)
        case .neededCollector(let m): recentlyNeeded.insert(m.debtorID)
        case .candidateOffer, .reviseAccountLock: addLock(message)
        case .triggerTransfer, .accountIDRequest, .accountIDResponse: addAttempt(message)
        case .startSending, .startDispatching, .abandonedTransfer: addStatus(message)
        case .calculateSurplus(let m):
            collectorAccounts.insert(AccountKey(creditor: m.collectorID, debtor: m.debtorID))
            hoardedCurrencies.insert(m.debtorID)
        }
    }

    private mutating func addLock(_ message: Incoming) {
        switch message {
        case .candidateOffer(let m):
            locks.insert(AccountKey(creditor: m.creditorID, debtor: m.debtorID))
            usableCollectors.insert(m.debtorID)
            offeredTurns.insert(m.turnID)
            requestIDCount += 1
        case .reviseAccountLock(let m):
            let key = AccountKey(creditor: m.creditorID, debtor: m.debtorID)
            locks.insert(key)
            collectorAccounts.insert(key)
            participations.insert(ParticipationKey(account: key, turn: m.turnID))
        default: preconditionFailure("not about a lock")
        }
    }

    private mutating func addAttempt(_ message: Incoming) {
        switch message {
        case .triggerTransfer(let m): add(m.attempt)
        case .accountIDResponse(let m): add(m.attempt)
        case .accountIDRequest(let m):
            let key = AccountKey(creditor: m.creditorID, debtor: m.debtorID)
            policies.insert(key)
            knownAccounts.insert(key)
        default: preconditionFailure("not about an attempt")
        }
    }

    private mutating func add(_ attempt: AttemptKey) {
        attempts.insert(attempt)
        knownAccounts.insert(attempt.status.account)
        requestIDCount += 1
    }

    private mutating func addStatus(_ message: Incoming) {
        switch message {
        case .startSending(let m):
            let key = StatusKey(collector: m.collectorID, turn: m.turnID, debtor: m.debtorID)
            statuses.insert(key)
            starting.insert(key)
            turns.insert(m.turnID)
        case .startDispatching(let m):
            let key = StatusKey(collector: m.collectorID, turn: m.turnID, debtor: m.debtorID)
            statuses.insert(key)
            dispatching.insert(key)
            turns.insert(m.turnID)
        case .abandonedTransfer(let m):
            if m.isCollecting { collectings.insert(m.leg) } else { receivings.insert(m.leg) }
        default: preconditionFailure("not about a collector's status")
        }
    }

    private mutating func add(_ m: AccountTransfer) {
        guard m.coordinatorType == .agent, let transfer = AgentTransfer(m) else { return }
        switch transfer.meaning {
        case .sellerPaid, .buyerPaid:
            locks.insert(transfer.account)
            collectorAccounts.insert(transfer.account)
        case .collected(let leg):
            collectings.insert(leg)
            turns.insert(leg.status.turn)
        case .received(let leg):
            receivings.insert(leg)
            turns.insert(leg.status.turn)
        case .sent, .dispatched, .moved: break
        }
    }
}

extension TriggerTransfer {
    /// The attempt that is to be made.
    var attempt: AttemptKey {
        AttemptKey(status: StatusKey(collector: collectorID, turn: turnID, debtor: debtorID), recipient: creditorID, kind: transferKind)
    }
}

extension AccountIDResponse {
    /// The attempt that needed to know.
    var attempt: AttemptKey {
        AttemptKey(status: StatusKey(collector: collectorID, turn: turnID, debtor: debtorID), recipient: creditorID, kind: transferKind)
    }
}

extension AbandonedTransfer {
    /// What will not come.
    var leg: LegKey { LegKey(StatusKey(collector: collectorID, turn: turnID, debtor: debtorID), creditorID) }
}
