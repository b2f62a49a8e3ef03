import SMPProtocol

/// What a batch of messages has to know, by key.
struct MessageScopeKeys: Sendable {
    var creditors: Set<CreditorID> = []
    private(set) var accounts: Set<AccountKey> = []
    private(set) var transfers: Set<RequestKey> = []
    var committedTransfers: Set<CommittedTransferKey> = []
    /// The creation dates that AccountUpdates tell.
    var updates: Set<ChainKey> = []
    /// Accounts whose ledgers may advance.
    var ledgers: Set<AccountKey> = []

    init(_ messages: [any InboxMessage]) {
        for message in messages { message.addKeys(to: &self) }
    }

    mutating func add(_ key: AccountKey) {
        creditors.insert(key.creditor)
        accounts.insert(key)
    }

    mutating func add(_ key: RequestKey) {
        creditors.insert(key.creditor)
        transfers.insert(key)
    }

    /// Which chains the loaded accounts need, and after which numbers: those of ledgers with something waiting, and those of server
    /// accounts that are news.
    func chains(for accounts: [AccountKey: AccountData]) -> [(key: ChainKey, after: TransferNumber)] {
        let waiting = ledgers.compactMap { key -> (key: ChainKey, after: TransferNumber)? in
            guard let account = accounts[key], account.ledger.pendingTransferAt != nil, !account.ledger.hasWork else { return nil }
            return (ChainKey(account), account.ledger.lastTransferNumber)
        }
        let new = updates.compactMap { key -> (key: ChainKey, after: TransferNumber)? in
            guard let account = accounts[key.account], key.creationDate > account.server.creationDate else { return nil }
            return (key, 0)
        }
        return waiting + new
    }
}
