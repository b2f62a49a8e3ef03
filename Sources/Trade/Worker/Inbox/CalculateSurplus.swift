import SMPProtocol

extension CalculateSurplus: InboxMessage {
    private var account: AccountKey { AccountKey(creditor: collectorID, debtor: debtorID) }

    func addKeys(to keys: inout MessageScopeKeys) {
        keys.collectorAccounts.insert(account)
        keys.hoardedCurrencies.insert(debtorID)
        for recipient in keys.surplusRecipients(of: debtorID) { keys.attempts.insert(moving(to: recipient)) }
    }

    private func moving(to recipient: CreditorID) -> AttemptKey {
        AttemptKey(status: StatusKey(collector: collectorID, turn: turnID, debtor: debtorID), recipient: recipient, kind: .moving)
    }

    /// TW 23.8.
    func apply(to scope: inout MessageScope) {
        let wanted = surplusRecipient(
            of: account, isHoarded: scope.state.hoardedCurrencies.contains(debtorID), scope.rules)
        // An attempt of this turn that still runs is of an account that has been purged since; it is not replaced.
        let recipient = wanted.flatMap { scope.state.attempts[moving(to: $0)] == nil ? $0 : nil }
        let attempt = scope.state.collectorAccounts[account]?.calculateSurplus(
            self, recipient: recipient, now: scope.now, effects: &scope.effects)
        if let attempt { scope.state.attempts[attempt.key] = attempt }
    }
}
