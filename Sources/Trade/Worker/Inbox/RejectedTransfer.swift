import SMPProtocol

// Answers of authorities: locks come first, then attempts.

extension RejectedTransfer: InboxMessage {
    private var request: RequestKey { RequestKey(self, coordinatorRequestID) }

    func addKeys(to keys: inout MessageScopeKeys) { keys.requests.insert(request) }

    /// TW 15.4, 22.8.
    func apply(to scope: inout MessageScope) {
        if let key = scope.lockKey(request) { return AccountLock.reject(&scope.state.locks[key], self, effects: &scope.effects) }
        guard let key = scope.attemptKey(request) else { return }
        scope.withAttempt(key) { attempt, context, effects in
            attempt.apply(self, context.rules, now: context.now, effects: &effects)
        }
    }
}
