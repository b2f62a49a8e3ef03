import SMPProtocol

extension AbandonedTransfer: InboxMessage {
    /// What will not come.
    private var leg: LegKey { LegKey(StatusKey(collector: collectorID, turn: turnID, debtor: debtorID), creditorID) }

    func addKeys(to keys: inout MessageScopeKeys) {
        if isCollecting { keys.collectings.insert(leg) } else { keys.receivings.insert(leg) }
    }

    /// TW 30.3, 30.4: nobody waits for it any more.
    func apply(to scope: inout MessageScope) {
        if isCollecting {
            if scope.state.collectings[leg]?.isCollected == false { scope.state.collectings[leg] = nil }
        } else if scope.state.receivings[leg]?.receivedAmount == 0 {
            scope.state.receivings[leg] = nil
        }
        scope.effects.wake(.dispatching)
    }
}
