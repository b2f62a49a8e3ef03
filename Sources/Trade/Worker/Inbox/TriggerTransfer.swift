import SMPProtocol

extension TriggerTransfer: InboxMessage {
    /// The attempt that is to be made.
    private var attempt: AttemptKey {
        AttemptKey(status: StatusKey(collector: collectorID, turn: turnID, debtor: debtorID), recipient: creditorID, kind: transferKind)
    }

    func addKeys(to keys: inout MessageScopeKeys) { keys.add(attempt) }

    /// TW 22.3.
    func apply(to scope: inout MessageScope) {
        let requestID = scope.takeRequestID()
        scope.withAttempt(attempt) { attempt, context, effects in
            attempt.trigger(context, requestID: requestID, effects: &effects)
        }
    }
}
