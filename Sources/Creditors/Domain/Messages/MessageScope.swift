import SMPProtocol

/// The part of the node's state that a batch of messages is about. The batch is decided message by message, in the order of arrival;
/// what comes out is what the same messages would have caused one by one, except that a ledger which several of them advance tells its
/// news once (CA 20.2.2).
///
/// The state must hold, of every message: the creditor, the account, the running transfer with the coordinator request ID, and whether
/// the committed transfer is known. Chains are needed of accounts with `ledger.pendingTransferAt`, and of the server account that a
/// later AccountUpdate tells about.
struct MessageScope: Sendable {
    var creditors: [CreditorID: Creditor] = [:]
    var accounts: [AccountKey: AccountData] = [:]
    var transfers: [RequestKey: RunningTransfer] = [:]
    var knownTransfers: Set<CommittedTransferKey> = []
    var chains: [ChainKey: Chain] = [:]
    /// PINs of creditors that were activated.
    var newPins: [CreditorID: Pin] = [:]
    var effects = Effects()

    let rules: MessageRules
    /// The creditors of the node, whatever the shard.
    let range: IDRange<CreditorID>
    /// The moment of the decisions, not before the state was locked.
    var now: Timestamp
    /// Ledgers that transfers of this batch continue, in the order of arrival, and which of them are still to be processed.
    private var ledgerQueue: [AccountKey] = []
    private var openLedgers: Set<AccountKey> = []

    /// The moment at which ledgers advance. It follows the moment at which transfers are received, because a transfer is news of its
    /// own before it becomes a part of the ledger.
    private var ledgerMoment: Timestamp { now.adding(microseconds: 1) }

    init(rules: MessageRules, range: IDRange<CreditorID>, now: Timestamp) {
        self.rules = rules
        self.range = range
        self.now = now
    }

    /// Handles all messages of a batch.
    mutating func handle(_ messages: some Sequence<Incoming>) {
        for message in messages {
            handle(message)
        }
        for key in ledgerQueue {
            settleLedger(key)
        }
        ledgerQueue.removeAll()
        assert(openLedgers.isEmpty)
    }

    private mutating func handle(_ message: Incoming) {
        switch message {
        case .accountTransfer(let m): receive(m)
        case .accountUpdate(let m): apply(m)
        case .accountPurge(let m):
            let key = AccountKey(creditor: m.creditorID, debtor: m.debtorID)
            settleLedger(key)
            withAccount(key) { $0.apply(m, creditor: &$1, now: $2, effects: &$3) }
        case .rejectedConfig(let m):
            withAccount(AccountKey(creditor: m.creditorID, debtor: m.debtorID)) { $0.apply(m, creditor: &$1, now: $2, effects: &$3) }
        case .rejectedTransfer(let m):
            withTransfer(RequestKey(m, m.coordinatorRequestID)) { $0.apply(m, creditor: &$1, now: $2, effects: &$3) }
        case .finalizedTransfer(let m):
            withTransfer(RequestKey(m, m.coordinatorRequestID)) { $0.apply(m, creditor: &$1, now: $2, effects: &$3) }
        case .preparedTransfer(let m): answer(m)
        case .configureAccount(let m): answerLoopBack(m, range: range, now: now, effects: &effects)
        case .activateCreditor(let m): activate(m)
        }
    }

    // MARK: Accounts

    /// CA 9.4.
    private mutating func receive(_ m: AccountTransfer) {
        let key = m.key
        guard !m.isTooOld(rules, now: now), accounts[key] != nil else { return }
        guard knownTransfers.insert(CommittedTransferKey(account: key, transfer: m.transfer)).inserted else { return }
        let continues = accounts[key]!.receive(m, creditor: &creditors[key.creditor]!, now: now, effects: &effects)
        if let link = effects.committedTransfers.last?.link {
            chains[ChainKey(account: key, creationDate: m.creationDate), default: .empty].insert(link)
        }
        if continues && !accounts[key]!.ledger.hasWork && openLedgers.insert(key).inserted {
            ledgerQueue.append(key)
        }
    }

    /// CA 9.2 and 9.3.
    private mutating func apply(_ m: AccountUpdate) {
        guard !m.isExpired(now: now) else { return }
        let key = AccountKey(creditor: m.creditorID, debtor: m.debtorID)
        guard accounts[key] != nil else { return answerOrphan(m, now: now, effects: &effects) }
        settleLedger(key)
        let mustProcess = accounts[key]!.apply(m, creditor: &creditors[key.creditor]!, now: now, effects: &effects)
        if mustProcess && !accounts[key]!.ledger.hasWork {
            processLedger(key)
        }
    }

    /// Processes the ledger of an account now, if a transfer of this batch continues it.
    private mutating func settleLedger(_ key: AccountKey) {
        guard openLedgers.remove(key) != nil else { return }
        processLedger(key)
    }

    /// CA 10.4, at once.
    private mutating func processLedger(_ key: AccountKey) {
        guard let account = accounts[key] else { return }
        let chainKey = ChainKey(account: key, creationDate: account.server.creationDate)
        chains[chainKey]?.drop(through: account.ledger.lastTransferNumber)
        accounts[key]!.processLedger(
            chains[chainKey] ?? .empty, maxDelayMicroseconds: rules.maxTransferDelayMicroseconds,
            creditor: &creditors[key.creditor]!, now: ledgerMoment, effects: &effects)
        if accounts[key]!.ledger.hasWork {
            effects.ledgerWork.insert(key)
        }
    }

    private mutating func withAccount(
        _ key: AccountKey, _ body: (inout AccountData, inout Creditor, Timestamp, inout Effects) -> Void
    ) {
        guard accounts[key] != nil else { return }
        body(&accounts[key]!, &creditors[key.creditor]!, now, &effects)
    }

    // MARK: Transfers

    private mutating func withTransfer(
        _ key: RequestKey, _ body: (inout RunningTransfer, inout Creditor, Timestamp, inout Effects) -> Void
    ) {
        guard transfers[key] != nil else { return }
        body(&transfers[key]!, &creditors[key.creditor]!, now, &effects)
    }

    /// CA 9.7.
    private mutating func answer(_ m: PreparedTransfer) {
        let key = RequestKey(m, m.coordinatorRequestID)
        guard transfers[key] != nil else { return dismiss(m, now: now, effects: &effects) }
        transfers[key]!.apply(m, now: now, effects: &effects)
    }

    // MARK: Creditors

    /// CA 9.9: both errors are ignored.
    private mutating func activate(_ m: ActivateCreditor) {
        guard creditors[m.creditorID] != nil else { return }
        if case .activated(let pin) = creditors[m.creditorID]!.activate(reservation: m.reservationID, now: now) {
            newPins[m.creditorID] = pin
        }
    }
}
