import SMPProtocol

/// CA 9.4
extension AccountTransfer: InboxMessage {
    private var committedKey: CommittedTransferKey { CommittedTransferKey(account: key, transfer: transfer) }

    func addKeys(to keys: inout MessageScopeKeys) {
        keys.add(key)
        keys.ledgers.insert(key)
        keys.committedTransfers.insert(committedKey)
    }

    func apply(to scope: inout MessageScope) {
        guard !isTooOld(scope.rules, now: scope.now), scope.accounts[key] != nil,
            scope.knownTransfers.insert(committedKey).inserted
        else { return }
        var continues = false
        scope.withAccount(key) { account, creditor, now, effects in
            continues = account.receive(self, creditor: &creditor, now: now, effects: &effects)
        }
        scope.chains[ChainKey(account: key, creationDate: creationDate), default: .empty].insert(link)
        if continues { scope.openLedger(key) }
    }
}
