import SMPProtocol

extension StartSending: InboxMessage {
    private var status: StatusKey { StatusKey(collector: collectorID, turn: turnID, debtor: debtorID) }

    func addKeys(to keys: inout MessageScopeKeys) {
        keys.statuses.insert(status)
        keys.starting.insert(status)
        keys.turns.insert(turnID)
    }

    /// TW 21.2.
    func apply(to scope: inout MessageScope) {
        let (collectings, sendings) = (scope.state.collectings[status] ?? [:], sortedLegs(scope.state.sendings[status]))
        guard
            let started = scope.state.statuses[status]?.startSending(
                collectings.values, sendings, turn: scope.state.turns[turnID], now: scope.now, effects: &scope.effects)
        else { return }
        scope.state.collectings[status] = nil
        for attempt in started.attempts { scope.state.attempts[attempt.key] = attempt }
        for leg in started.abandoned { scope.removeSending(leg) }
    }
}

/// In the order of their keys, so that the same state always has the same effects.
func sortedLegs<Leg>(_ legs: [CreditorID: Leg]?) -> [Leg] {
    (legs ?? [:]).sorted { $0.key < $1.key }.map(\.value)
}
