import SMPProtocol

/// Everything that the authority knows, and all it can do: a value whose methods are the rules of AA 4 to 7. Nothing here reads a clock or talks
/// to anybody; each step takes the moment and appends what is to be sent to ``emissions``.
public struct Book: Sendable {
    public internal(set) var accounts: [AccountKey: Account] = [:]
    public internal(set) var locks: [TransferLock.Key: TransferLock] = [:]
    /// What must be remembered of accounts that are gone (AA 4.9.4).
    public internal(set) var purged: [AccountKey: PurgedAccount] = [:]
    public let rules: AuthorityRules
    /// Understands the configuration data of root accounts; nil when the text is refused (AA 4.3).
    let parseRootConfiguration: @Sendable (String) -> RootConfiguration?
    /// What the present step sends, in order.
    var emissions: [Emission] = []

    /// The remains of a purged account.
    public struct PurgedAccount: Hashable, Sendable {
        public let creationDate: CalendarDate
        public let lastConfig: EventStamp
    }

    public init(rules: AuthorityRules = AuthorityRules(), parseRootConfiguration: @escaping @Sendable (String) -> RootConfiguration?) {
        self.rules = rules
        self.parseRootConfiguration = parseRootConfiguration
    }

    /// All accounts, tombstones included, in the order of their keys.
    public var sortedAccounts: [Account] { accounts.values.sorted { $0.key < $1.key } }

    /// Runs one step, checks that no money has appeared or vanished, and returns what is to be sent: first what the step itself sends, then the
    /// updates that it owes, in the order of the accounts (AA 4.6).
    mutating func step(now: Timestamp, touching debtorID: DebtorID, _ body: (inout Book) -> Void) -> [Emission] {
        precondition(emissions.isEmpty)
        body(&self)
        for key in accounts.keys.filter({ $0.debtorID == debtorID }).sorted() where accounts[key]?.owesUpdate == true {
            sendUpdate(of: key, ts: now)
        }
        checkInvariants(of: debtorID)
        defer { emissions = [] }
        return emissions
    }

    /// Sends the state of an account, which pays off an owed update (AA 4.6).
    mutating func sendUpdate(of key: AccountKey, ts: Timestamp) {
        guard var account = accounts[key] else { return }
        account.owesUpdate = false
        accounts[key] = account
        emissions.append(.accountUpdate(account.update(rules: rules, ts: max(ts, account.lastChangeTs))))
    }

    /// An account that takes part in transfers: there, and no tombstone.
    func liveAccount(_ key: AccountKey) -> Account? {
        guard let account = accounts[key], !account.isDeleted else { return nil }
        return account
    }

    /// The configuration that a debtor has given to its currency; the defaults when there is none or it cannot be read (AA 4.2).
    func rootConfiguration(of debtorID: DebtorID) -> RootConfiguration {
        guard let root = accounts[.root(of: debtorID)] else { return RootConfiguration() }
        return parseRootConfiguration(root.configData) ?? RootConfiguration()
    }

    /// How far a balance may fall (AA 4.2): to zero, or, for the debtor's own account, to the stricter of its two limits.
    func minBalance(of account: Account) -> Int64 {
        guard account.key.isRoot else { return 0 }
        let negligible = Interest.floorToAmount(Double(account.negligibleAmount))
        return -min(rootConfiguration(of: account.key.debtorID).limit, negligible)
    }

    /// A new record; its creation date is later than that of any earlier account with the same key (AA 4.9.4).
    mutating func createAccount(_ key: AccountKey, now: Timestamp) {
        precondition(accounts[key] == nil)
        var date = now.date
        if let last = purged[key]?.creationDate, date <= last { date = CalendarDate(rawValue: last.rawValue + 1) }
        accounts[key] = Account(key: key, creationDate: date, now: now)
    }
}
