import SMPProtocol

/// Where things of a ``Book`` are found without looking at everything, and running sums. All of it follows from the accounts and locks.
struct BookIndex: Hashable, Sendable {
    private(set) var creditors: [DebtorID: Set<CreditorID>] = [:]
    /// The sum of the principals of all accounts of a debtor, tombstones included.
    private(set) var principals: [DebtorID: Int128] = [:]
    /// The sum of what the payments on their way will add.
    var inFlight: [DebtorID: Int128] = [:]
    private(set) var transferIDs: [AccountKey: Set<TransferID>] = [:]
    /// Live accounts that ask for deletion.
    private(set) var dying: Set<AccountKey> = []
    private(set) var tombstones: Set<AccountKey> = []
    /// Accounts that wait for their names.
    private(set) var nameless: Set<AccountKey> = []

    mutating func replace(_ old: Account?, by new: Account?) {
        guard let key = (new ?? old)?.key else { return }
        if old == nil { creditors[key.debtorID, default: []].insert(key.creditorID) }
        if new == nil { creditors[key.debtorID]?.remove(key.creditorID) }
        let change = Int128(new?.principal ?? 0) - Int128(old?.principal ?? 0)
        if change != 0 { principals[key.debtorID, default: 0] += change }
        note(key, in: \.tombstones, was: old?.isDeleted == true, is: new?.isDeleted == true)
        note(key, in: \.nameless, was: old?.isNamedAt != nil, is: new?.isNamedAt != nil)
        note(key, in: \.dying, was: old?.isDying == true, is: new?.isDying == true)
    }

    private mutating func note(_ key: AccountKey, in set: WritableKeyPath<BookIndex, Set<AccountKey>>, was: Bool, is isNow: Bool) {
        guard was != isNow else { return }
        if isNow { self[keyPath: set].insert(key) } else { self[keyPath: set].remove(key) }
    }

    mutating func insert(_ lock: TransferLock.Key) {
        transferIDs[lock.account, default: []].insert(lock.transferID)
    }

    mutating func remove(_ lock: TransferLock.Key) {
        transferIDs[lock.account]?.remove(lock.transferID)
        if transferIDs[lock.account]?.isEmpty == true { transferIDs[lock.account] = nil }
    }
}

extension Account {
    fileprivate var isDying: Bool { isScheduledForDeletion && !isDeleted }
}

/// Which accounts something is to be done with: one, those of one debtor, or all.
enum Selection: Hashable, Sendable {
    case all
    case debtor(DebtorID)
    case account(AccountKey)

    func contains(_ key: AccountKey) -> Bool {
        switch self {
        case .all: true
        case .debtor(let id): key.debtorID == id
        case .account(let account): key == account
        }
    }
}

extension Book {
    /// The debtors that have accounts, in order.
    var debtorIDs: [DebtorID] { index.creditors.keys.filter { index.creditors[$0]?.isEmpty == false }.sorted() }

    /// The accounts of the selection, tombstones included, in the order of their keys.
    func keys(_ selection: Selection) -> [AccountKey] {
        switch selection {
        case .all: return accounts.keys.sorted()
        case .debtor(let id): return (index.creditors[id] ?? []).sorted().map { AccountKey(id, $0) }
        case .account(let key): return accounts[key] == nil ? [] : [key]
        }
    }

    /// The prepared transfers of the selected accounts, in order.
    func lockKeys(_ selection: Selection) -> [TransferLock.Key] {
        if case .account(let key) = selection {
            return (index.transferIDs[key] ?? []).sorted().map { TransferLock.Key(account: key, transferID: $0) }
        }
        return locks.keys.filter { selection.contains($0.account) }.sorted()
    }
}
