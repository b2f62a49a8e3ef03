import SMPProtocol

/// Everything that the authority knows, and all it can do: a value whose methods are the rules of AA 4 to 7. Nothing here reads a clock or
/// talks to anybody; each step takes the moment and returns what is to be sent. A step costs as much as what it touches.
struct Book: Sendable {
    private(set) var accounts: [AccountKey: Account] = [:]
    private(set) var locks: [TransferLock.Key: TransferLock] = [:]
    /// What must be remembered of accounts that are gone (AA 4.9.4).
    var purged: [AccountKey: PurgedAccount] = [:]
    /// Committed amounts that have not arrived yet, in the order of their commits (AA 3.3).
    private(set) var inFlight: [PaymentInFlight] = []
    var rules: AuthorityRules
    /// What is wrong with the books (AA 13). Nobody should ever see an entry; the first hundred are kept.
    var violations: [String] = []

    /// Understands the configuration data of root accounts; nil when the text is refused (AA 4.3).
    let parseRootConfiguration: @Sendable (String) -> RootConfiguration?
    /// Where things are found without looking at everything.
    private(set) var index = BookIndex()
    /// The earliest moment at which some account of the debtor may take over the rate that its currency has now (AA 5.6).
    var nextRateChanges: [DebtorID: Timestamp] = [:]

    // What the present step has done.
    var emissions: [Emission] = []
    var payments: [Payment] = []
    private var owing: Set<AccountKey> = []
    private var touched: Set<AccountKey> = []
    var stepsSinceCheck: [DebtorID: Int] = [:]

    /// The remains of a purged account.
    struct PurgedAccount: Codable, Hashable, Sendable {
        let creationDate: CalendarDate
        let lastConfig: EventStamp
    }

    init(rules: AuthorityRules = AuthorityRules(), parseRootConfiguration: @escaping @Sendable (String) -> RootConfiguration?) {
        self.rules = rules
        self.parseRootConfiguration = parseRootConfiguration
    }

    /// Runs one step, checks the books, and returns what is to be sent: first what the step itself sends, then the updates that it owes, in
    /// the order of the accounts (AA 4.6).
    mutating func step(now: Timestamp, _ body: (inout Book) -> Void) -> [Emission] {
        precondition(emissions.isEmpty && owing.isEmpty && touched.isEmpty, "steps are not nested")
        body(&self)
        for key in owing.sorted() where accounts[key]?.owesUpdate == true { sendUpdate(of: key, now: now) }
        owing.removeAll(keepingCapacity: true)
        check(touched)
        touched.removeAll(keepingCapacity: true)
        defer { emissions = [] }
        return emissions
    }

    /// What was put is no change, but the state to begin with.
    mutating func forgetStep() {
        owing.removeAll()
        touched.removeAll()
    }

    /// The payments that were committed since the last call, for reports.
    mutating func takePayments() -> [Payment] {
        defer { payments = [] }
        return payments
    }

    // MARK: Accounts

    /// Stores the new state of an account.
    mutating func put(_ account: Account) {
        let old = accounts.updateValue(account, forKey: account.key)
        index.replace(old, by: account)
        touched.insert(account.key)
        if account.owesUpdate { owing.insert(account.key) }
    }

    /// Changes an account, which must exist.
    mutating func change(_ key: AccountKey, _ body: (inout Account) -> Void) {
        guard var account = accounts[key] else { preconditionFailure("there is no account \(key)") }
        body(&account)
        put(account)
    }

    mutating func remove(_ account: Account) {
        accounts[account.key] = nil
        index.replace(account, by: nil)
        touched.insert(account.key)
    }

    /// A new record; its creation date is later than that of any earlier account with the same key (AA 4.9.4).
    mutating func createAccount(_ key: AccountKey, now: Timestamp) {
        precondition(accounts[key] == nil)
        var date = now.date
        if let last = purged[key]?.creationDate, date <= last { date = CalendarDate(rawValue: last.rawValue + 1) }
        var account = Account(key: key, creationDate: date, now: now)
        if rules.namingSeconds > 0 && !key.isRoot { account.isNamedAt = now.adding(seconds: rules.namingSeconds) }
        put(account)
    }

    /// An account that takes part in transfers: there, and no tombstone.
    func liveAccount(_ key: AccountKey) -> Account? {
        guard let account = accounts[key], !account.isDeleted else { return nil }
        return account
    }

    /// Sends the state of an account, which pays off an owed update (AA 4.6).
    mutating func sendUpdate(of key: AccountKey, now: Timestamp) {
        change(key) { account in
            account.owesUpdate = false
            account.lastHeartbeatTs = now
        }
        guard let account = accounts[key] else { return }
        emissions.append(.accountUpdate(account.update(rules: rules, ts: max(now, account.lastChangeTs))))
    }

    // MARK: Locks, payments

    mutating func put(_ lock: TransferLock) {
        locks[lock.key] = lock
        index.insert(lock.key)
        touched.insert(lock.key.account)
    }

    mutating func remove(_ lock: TransferLock) {
        locks[lock.key] = nil
        index.remove(lock.key)
        touched.insert(lock.key.account)
    }

    mutating func put(_ payment: PaymentInFlight) {
        inFlight.append(payment)
        index.inFlight[payment.target.debtorID, default: 0] += Int128(payment.amount)
        touched.insert(payment.target)
    }

    /// Takes the payments that have arrived off the way.
    mutating func takeArrived(now: Timestamp) -> [PaymentInFlight] {
        guard inFlight.contains(where: { $0.dueAt <= now }) else { return [] }
        let arrived = inFlight.filter { $0.dueAt <= now }
        inFlight.removeAll { $0.dueAt <= now }
        for payment in arrived { index.inFlight[payment.target.debtorID, default: 0] -= Int128(payment.amount) }
        return arrived
    }
}
