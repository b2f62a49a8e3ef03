import SMPProtocol

extension PreparedTransfer: InboxMessage {
    private var request: RequestKey { RequestKey(self, coordinatorRequestID) }

    func addKeys(to keys: inout MessageScopeKeys) { keys.requests.insert(request) }

    /// TW 15.5, 22.9.
    func apply(to scope: inout MessageScope) {
        if let key = scope.lockKey(request) {
            let turn = scope.state.locks[key].flatMap { scope.state.turns[$0.turn] }
            return AccountLock.prepare(&scope.state.locks[key], self, turn: turn, scope.rules, now: scope.now, effects: &scope.effects)
        }
        guard let key = scope.attemptKey(request) else { return dismiss(self, now: scope.now, effects: &scope.effects) }
        scope.state.attempts[key].apply(self, now: scope.now, effects: &scope.effects)
    }
}
