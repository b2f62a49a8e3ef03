import SMPProtocol

/// What a batch of messages has to know, by key.
struct MessageScopeKeys: Sendable {
    var policies: Set<AccountKey> = []
    /// By their locators.
    var documents: Set<ExactText> = []
    var claims: Set<DebtorID> = []
    var fetches: Set<FetchKey> = []
    /// Collectors' accounts that may change, with whether they are needed and with their rates.
    var collectorAccounts: Set<AccountKey> = []
    /// The same of accounts that are only looked at.
    var knownAccounts: Set<AccountKey> = []
    var recentlyNeeded: Set<DebtorID> = []
    var usableCollectors: Set<DebtorID> = []
    var hoardedCurrencies: Set<DebtorID> = []
    /// Besides these, the turns of all locks that are loaded for a request.
    var turns: Set<TurnID> = []
    /// Turns that must not advance before the batch is stored.
    var offeredTurns: Set<TurnID> = []
    var locks: Set<AccountKey> = []
    /// Locks and attempts that were requested under these names.
    var requests: Set<RequestKey> = []
    var participations: Set<ParticipationKey> = []
    var statuses: Set<StatusKey> = []
    /// Single ones.
    var collectings: Set<LegKey> = []
    var receivings: Set<LegKey> = []
    /// All collectings and sendings of these.
    var starting: Set<StatusKey> = []
    /// All receivings and dispatchings of these.
    var dispatching: Set<StatusKey> = []
    var attempts: Set<AttemptKey> = []
    /// How many new request numbers may be needed.
    private(set) var requestIDCount = 0

    private let rules: WorkerRules

    init(_ messages: [any InboxMessage], _ rules: WorkerRules) {
        self.rules = rules
        for message in messages { message.addKeys(to: &self) }
    }

    /// A number for one more request.
    mutating func addRequestID() { requestIDCount += 1 }

    /// The lock of an account that has traded. Only a collector's account changes with it (TW 18.2).
    mutating func add(trader: AccountKey) {
        locks.insert(trader)
        if rules.isCollector(trader.creditor) { collectorAccounts.insert(trader) }
    }

    /// To whom a surplus may be moved (TW 23.8).
    func surplusRecipients(of debtor: DebtorID) -> [CreditorID] { [rules.collectors.primaryCollector(of: debtor), rules.owner] }

    /// An attempt that may be tried.
    mutating func add(_ attempt: AttemptKey) {
        attempts.insert(attempt)
        knownAccounts.insert(attempt.status.account)
        addRequestID()
    }
}
