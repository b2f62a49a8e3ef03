import SMPProtocol

extension Optional where Wrapped == TransferAttempt {
    /// TW 22.8: the authority has not prepared the transfer.
    mutating func apply(_ m: RejectedTransfer, _ rules: WorkerRules, now: Timestamp, effects: inout Effects) -> LegFate {
        guard let found = self, let open = found.openTry, open.commit == nil, m.coordinatorRequestID == open.requestID else {
            return .stays
        }
        return self!.fail(m.statusCode, isPaid: false, rules, now: now, effects: &effects)
    }

    /// TW 22.9: the transfer that was prepared first is committed, again with every repetition; every other one is dismissed.
    mutating func apply(_ m: PreparedTransfer, now: Timestamp, effects: inout Effects) {
        guard let found = self, let open = found.openTry, m.coordinatorRequestID == open.requestID, found.key.status.debtor == m.debtorID,
            found.key.status.collector == m.creditorID
        else { return dismiss(m, now: now, effects: &effects) }
        if open.commit == nil { self!.latestTry!.commit = TransferAttempt.Commit(transferID: m.transferID, finalizedAt: now) }
        guard self!.latestTry!.commit!.transferID == m.transferID else { return dismiss(m, now: now, effects: &effects) }
        effects.send(.finalizeTransfer(FinalizeTransfer(answering: m, amount: open.amount, note: found.note, ts: now)))
    }

    /// TW 22.10: what has become of the committed transfer.
    mutating func apply(_ m: FinalizedTransfer, _ rules: WorkerRules, now: Timestamp, effects: inout Effects) -> LegFate {
        guard let found = self, let open = found.openTry, let commit = open.commit, m.coordinatorRequestID == open.requestID,
            commit.transferID == m.transferID, found.key.status.debtor == m.debtorID, found.key.status.collector == m.creditorID
        else { return .stays }
        if m.statusCode == StatusCode.ok && m.committedAmount == open.amount {
            self = nil
            return .stays
        }
        let isPaid = m.committedAmount != 0
        let status = isPaid ? StatusCode.unexpectedCommittedAmount : m.statusCode
        return self!.fail(status, isPaid: isPaid, rules, now: now, effects: &effects)
    }
}

extension TransferAttempt {
    /// TW 22.11.
    ///
    /// - Parameter isPaid: something was paid all the same, which the recipient's notification will tell.
    fileprivate mutating func fail(
        _ status: String, isPaid: Bool, _ rules: WorkerRules, now: Timestamp, effects: inout Effects
    ) -> LegFate {
        let delay = rules.healthyCommitDelay
        switch status {
        case StatusCode.newerInterestRate:
            failureCode = .newerInterestRate
            reschedule(now.adding(delay), effects: &effects)
        case StatusCode.timeout:
            rescheduleFailed(.timeout, delay, effects: &effects)
        case StatusCode.recipientIsUnreachable:
            rescheduleFailed(.recipientIsUnreachable, delay, effects: &effects)
            effects.send(.accountIDRequest(accountIDRequest(ts: now)))
            if key.kind != .moving { effects.note(.attemptFailed(key, status: status)) }
        case StatusCode.insufficientAvailableAmount:
            rescheduleFailed(.insufficientAvailableAmount, delay, effects: &effects)
            effects.note(.attemptFailed(key, status: status))
        default:
            failureCode = .unspecified
            fatalError = status
            effects.note(.attemptFailed(key, status: status))
            // What a buyer has not got stays owed to him: without the row it would count as the owner's surplus (TW 23.4).
            return isPaid || key.kind == .dispatching ? .stays : .isAbandoned
        }
        return .stays
    }
}
