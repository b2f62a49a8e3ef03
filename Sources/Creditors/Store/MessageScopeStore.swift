import Persistence
import SMPProtocol

/// What a batch of messages has to know, by key.
struct MessageScopeKeys {
    private(set) var creditors: Set<CreditorID> = []
    private(set) var accounts: Set<AccountKey> = []
    private(set) var transfers: Set<RequestKey> = []
    private(set) var committedTransfers: Set<CommittedTransferKey> = []
    /// The creation dates that AccountUpdates tell.
    private(set) var updates: Set<ChainKey> = []
    /// Accounts whose ledgers may advance.
    private(set) var ledgers: Set<AccountKey> = []

    init(_ messages: some Sequence<Incoming>) {
        for message in messages {
            switch message {
            case .accountTransfer(let m):
                add(m.key)
                ledgers.insert(m.key)
                committedTransfers.insert(CommittedTransferKey(account: m.key, transfer: m.transfer))
            case .accountUpdate(let m):
                let key = AccountKey(creditor: m.creditorID, debtor: m.debtorID)
                add(key)
                ledgers.insert(key)
                updates.insert(ChainKey(account: key, creationDate: m.creationDate))
            case .accountPurge(let m): add(AccountKey(creditor: m.creditorID, debtor: m.debtorID))
            case .rejectedConfig(let m): add(AccountKey(creditor: m.creditorID, debtor: m.debtorID))
            case .rejectedTransfer(let m): add(RequestKey(m, m.coordinatorRequestID))
            case .preparedTransfer(let m): add(RequestKey(m, m.coordinatorRequestID))
            case .finalizedTransfer(let m): add(RequestKey(m, m.coordinatorRequestID))
            case .activateCreditor(let m): creditors.insert(m.creditorID)
            case .configureAccount: break
            }
        }
    }

    private mutating func add(_ key: AccountKey) {
        creditors.insert(key.creditor)
        accounts.insert(key)
    }

    private mutating func add(_ key: RequestKey) {
        creditors.insert(key.creditor)
        transfers.insert(key)
    }

    /// Which chains the loaded accounts need (``MessageScope``): those of ledgers with something waiting, and those of server accounts
    /// that are news.
    func chains(for accounts: [AccountKey: AccountData]) -> [(key: ChainKey, after: TransferNumber)] {
        let waiting = ledgers.compactMap { key -> (key: ChainKey, after: TransferNumber)? in
            guard let account = accounts[key], account.ledger.pendingTransferAt != nil, !account.ledger.hasWork else { return nil }
            return (ChainKey(account: key, creationDate: account.server.creationDate), account.ledger.lastTransferNumber)
        }
        let new = updates.compactMap { key -> (key: ChainKey, after: TransferNumber)? in
            guard let account = accounts[key.account], key.creationDate > account.server.creationDate else { return nil }
            return (key, 0)
        }
        return waiting + new
    }
}

extension MessageScope {
    /// Locks the creditors and loads what belongs to them; a second round trip only when some ledger has a gap. What belongs to a creditor
    /// who was not there to be locked has come into being since, and these messages come before it.
    ///
    /// - Returns: the last value of the sequence of update IDs.
    mutating func load(_ keys: MessageScopeKeys, in tx: Transaction) throws -> UpdateID {
        guard !keys.creditors.isEmpty else { return 0 }
        let results = try tx.pipeline([
            CreditorRows.lock(keys.creditors), AccountDataRows.read(keys.accounts), TransferRows.read(keys.transfers),
            CommittedTransferRows.known(keys.committedTransfers), UpdateIDs.last,
        ])
        for creditor in try CreditorRows.decode(results[0]) { creditors[creditor.id] = creditor }
        for row in results[1] {
            let account = try AccountDataRows.decode(row)
            accounts[account.key] = creditors[account.key.creditor] == nil ? nil : account
        }
        for row in results[2] {
            let transfer = try TransferRows.decode(row)
            guard creditors[transfer.creditor] != nil else { continue }
            transfers[RequestKey(creditor: transfer.creditor, request: transfer.requestID)] = transfer
        }
        for row in results[3] { knownTransfers.insert(try CommittedTransferRows.decodeKnown(row)) }
        let wanted = keys.chains(for: accounts)
        if !wanted.isEmpty {
            let rows = try tx.query(CommittedTransferRows.chains(wanted, limit: rules.ledgerBurst))
            chains = try CommittedTransferRows.decodeChains(rows, limit: rules.ledgerBurst)
        }
        return try results[4][0].decode(0)
    }

    /// Queues the new states and the effects.
    ///
    /// - Parameter old: the scope as it was loaded.
    func enqueueChanges(from old: MessageScope, lastUpdateID: UpdateID, in tx: Transaction) {
        tx.enqueue(CreditorRows.update(old.creditors.map { ($0.value, creditors[$0.key] ?? $0.value) }))
        tx.enqueue(AccountDataRows.update(old.accounts.map { ($0.value, accounts[$0.key] ?? $0.value) }))
        let changed = transfers.filter { old.transfers[$0.key] != $0.value }
        if !changed.isEmpty { tx.enqueue(TransferRows.update(Array(changed.values))) }
        for (id, pin) in newPins { tx.enqueue(PinRows.store(id, pin)) }
        effects.enqueue(in: tx, lastUpdateID: lastUpdateID)
    }
}
