import SMPProtocol

extension FinalizedTransfer: InboxMessage {
    private var request: RequestKey { RequestKey(self, coordinatorRequestID) }

    func addKeys(to keys: inout MessageScopeKeys) { keys.requests.insert(request) }

    /// TW 22.10, 30.4.
    func apply(to scope: inout MessageScope) {
        if let key = scope.lockKey(request) {
            return AccountLock.finalize(&scope.state.locks[key], self, now: scope.now, effects: &scope.effects)
        }
        guard let key = scope.attemptKey(request) else { return }
        scope.withAttempt(key) { attempt, context, effects in
            attempt.apply(self, context.rules, now: context.now, effects: &effects)
        }
    }
}
