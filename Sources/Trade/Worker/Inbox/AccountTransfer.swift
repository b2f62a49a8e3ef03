import SMPProtocol

/// TW-20.
extension AccountTransfer: InboxMessage {
    /// nil: of another coordinator, which is none of ours (TW 1.4, 6.4), or of nobody who can write a note.
    private var agentTransfer: AgentTransfer? { coordinatorType == .agent ? AgentTransfer(self) : nil }

    func addKeys(to keys: inout MessageScopeKeys) {
        guard let transfer = agentTransfer else { return }
        switch transfer.meaning {
        case .sellerPaid, .buyerPaid:
            keys.add(trader: transfer.account)
        case .collected(let leg):
            keys.collectings.insert(leg)
            keys.turns.insert(leg.status.turn)
        case .received(let leg):
            keys.receivings.insert(leg)
            keys.turns.insert(leg.status.turn)
        case .sent, .dispatched, .moved: break
        }
    }

    func apply(to scope: inout MessageScope) {
        guard coordinatorType == .agent else { return }
        guard let transfer = AgentTransfer(self) else {
            return scope.effects.note(.unusableNote(AccountKey(creditor: creditorID, debtor: debtorID), transferNumber))
        }
        let turn = transfer.note.turnID
        switch transfer.meaning {
        case .sellerPaid: scope.release(transfer) { $0.isReleasedAsSeller(by: self, of: turn) }
        case .buyerPaid: scope.release(transfer) { $0.isReleasedAsBuyer(by: self, of: turn) }
        case .collected, .received:
            // TW 20.5: other workers may be faster.
            guard scope.state.turns[turn]?.hasResults == true else {
                scope.effects.delayedTransfers.append(DelayedAccountTransfer(self, of: turn, now: scope.now))
                // The results may be there by now, and their replay through.
                return scope.effects.wake(.dispatching)
            }
            scope.count(transfer)
        case .sent, .dispatched: scope.count(transfer)
        case .moved: break
        }
    }
}

extension MessageScope {
    /// TW 20.1: an expected transfer was made.
    fileprivate mutating func count(_ transfer: AgentTransfer) {
        let amount = transfer.message.acquiredAmount
        switch transfer.meaning {
        case .collected(let leg):
            if let row = state.collectings[leg], row.amount == amount { state.collectings[leg]!.isCollected = true }
        case .received(let leg):
            if state.receivings[leg]?.receivedAmount == 0 { state.receivings[leg]!.receivedAmount = amount }
        case .sent(let leg): removeSending(leg)
        case .dispatched(let leg): removeDispatching(leg)
        case .sellerPaid, .buyerPaid, .moved: return
        }
        effects.wake(.dispatching)
    }

    /// TW 20.2, 20.3.
    fileprivate mutating func release(_ transfer: AgentTransfer, _ isReleased: (AccountLock) -> Bool) {
        let (m, key) = (transfer.message, transfer.account)
        guard let found = state.locks[key], isReleased(found) else { return }
        var shownBy = (m.creationDate, m.transferNumber)
        if rules.isCollector(m.creditorID) {
            var collector = state.collectorAccounts[key]?.account
            shownBy = tradeWithItself(&collector, key, m.acquiredAmount, effects: &effects)
            state.collectorAccounts[key]?.account = collector
        }
        state.locks[key]!.finish(shownBy, now: now, effects: &effects)
    }
}
