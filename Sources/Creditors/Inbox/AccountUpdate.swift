import SMPProtocol

/// CA 9.2, 9.3
extension AccountUpdate: InboxMessage {
    private var key: AccountKey { AccountKey(creditor: creditorID, debtor: debtorID) }

    func addKeys(to keys: inout MessageScopeKeys) {
        keys.add(key)
        keys.ledgers.insert(key)
        keys.updates.insert(ChainKey(account: key, creationDate: creationDate))
    }

    func apply(to scope: inout MessageScope) {
        guard !isExpired(now: scope.now) else { return }
        guard scope.accounts[key] != nil else { return answerOrphan(self, now: scope.now, effects: &scope.effects) }
        scope.settleLedger(key)
        var mustProcess = false
        scope.withAccount(key) { account, creditor, now, effects in
            mustProcess = account.apply(self, creditor: &creditor, now: now, effects: &effects) && !account.ledger.hasWork
        }
        if mustProcess { scope.processLedger(key) }
    }
}
