import SMPProtocol

extension AccountIDResponse: InboxMessage {
    /// The attempt that needed to know.
    private var attempt: AttemptKey {
        AttemptKey(status: StatusKey(collector: collectorID, turn: turnID, debtor: debtorID), recipient: creditorID, kind: transferKind)
    }

    func addKeys(to keys: inout MessageScopeKeys) { keys.add(attempt) }

    /// TW 22.2.
    func apply(to scope: inout MessageScope) {
        let requestID = scope.takeRequestID()
        scope.withAttempt(attempt) { attempt, context, effects in
            attempt.apply(self, context, requestID: requestID, effects: &effects)
        }
    }
}
