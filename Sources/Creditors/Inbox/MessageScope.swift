import SMPProtocol

/// The part of the node's state that a batch of messages is about. The batch is decided message by message, in the order of arrival;
/// what comes out is what the same messages would have caused one by one, except that a ledger which several of them advance tells its
/// news once (CA 20.2.2).
///
/// The state must hold, of every message, what it has named (``InboxMessage/addKeys(to:)``), as far as it exists; and the chains of
/// ``MessageScopeKeys/chains(for:)``.
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
    /// The moment of the decisions, not before the state was locked.
    var now: Timestamp
    /// Ledgers that transfers of this batch continue, in the order of arrival, and which of them are still to be processed.
    private var ledgerQueue: [AccountKey] = []
    private var openLedgers: Set<AccountKey> = []

    /// The moment at which ledgers advance. It follows the moment at which transfers are received, because a transfer is news of its
    /// own before it becomes a part of the ledger.
    private var ledgerMoment: Timestamp { now.adding(microseconds: 1) }

    init(rules: MessageRules, now: Timestamp) {
        self.rules = rules
        self.now = now
    }

    /// Handles all messages of a batch.
    mutating func handle(_ messages: [any InboxMessage]) {
        for message in messages { message.apply(to: &self) }
        for key in ledgerQueue { settleLedger(key) }
        ledgerQueue.removeAll()
        assert(openLedgers.isEmpty)
    }

    // MARK: What the messages call rules with

    /// Lets a rule change an account, if it exists.
    mutating func withAccount(
        _ key: AccountKey, _ rule: (inout AccountData, inout Creditor, Timestamp, inout Effects) -> Void
    ) {
        guard accounts[key] != nil else { return }
        rule(&accounts[key]!, &creditors[key.creditor]!, now, &effects)
    }

    /// Lets a rule change a running transfer, if it exists.
    mutating func withTransfer(
        _ key: RequestKey, _ rule: (inout RunningTransfer, inout Creditor, Timestamp, inout Effects) -> Void
    ) {
        guard transfers[key] != nil else { return }
        rule(&transfers[key]!, &creditors[key.creditor]!, now, &effects)
    }

    // MARK: Ledgers

    /// Has a ledger processed when the whole batch, or something that looks at it, is through.
    mutating func openLedger(_ key: AccountKey) {
        guard accounts[key]?.ledger.hasWork == false, openLedgers.insert(key).inserted else { return }
        ledgerQueue.append(key)
    }

    /// Processes the ledger of an account now, if a transfer of this batch continues it.
    mutating func settleLedger(_ key: AccountKey) {
        guard openLedgers.remove(key) != nil else { return }
        processLedger(key)
    }

    /// CA 10.4, at once.
    mutating func processLedger(_ key: AccountKey) {
        guard let account = accounts[key] else { return }
        let chainKey = ChainKey(account)
        chains[chainKey]?.drop(through: account.ledger.lastTransferNumber)
        accounts[key]!.processLedger(
            chains[chainKey] ?? .empty, maxDelayMicroseconds: rules.maxTransferDelayMicroseconds,
            creditor: &creditors[key.creditor]!, now: ledgerMoment, effects: &effects)
        if accounts[key]!.ledger.hasWork {
            effects.ledgerWork.insert(key)
        }
    }
}

/// A message that the node handles: which rows it needs, and which rule it calls. One file for each.
protocol InboxMessage: SMPMessage {
    var creditorID: CreditorID { get }

    /// Names the rows that must be loaded and locked.
    func addKeys(to keys: inout MessageScopeKeys)

    /// Calls the rule.
    func apply(to scope: inout MessageScope)
}
