import SMPProtocol

extension StartDispatching: InboxMessage {
    private var status: StatusKey { StatusKey(collector: collectorID, turn: turnID, debtor: debtorID) }

    func addKeys(to keys: inout MessageScopeKeys) {
        keys.statuses.insert(status)
        keys.dispatching.insert(status)
        keys.turns.insert(turnID)
    }

    /// TW 21.3.
    func apply(to scope: inout MessageScope) {
        let (receivings, dispatchings) = (scope.state.receivings[status] ?? [:], sortedLegs(scope.state.dispatchings[status]))
        guard
            let started = scope.state.statuses[status]?.startDispatching(
                receivings.values, dispatchings, turn: scope.state.turns[turnID], now: scope.now, effects: &scope.effects)
        else { return }
        scope.state.receivings[status] = nil
        for attempt in started.attempts { scope.state.attempts[attempt.key] = attempt }
        for leg in started.abandoned { scope.removeDispatching(leg) }
    }
}
