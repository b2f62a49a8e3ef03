import SMPProtocol

/// What a try needs besides the attempt.
struct TryContext: Sendable {
    /// The paying collector's account with its rates.
    let collector: CollectorAccountState
    let rules: WorkerRules
    let now: Timestamp
}

/// What becomes of the expected transfer that an attempt tries to make.
enum LegFate: Equatable, Sendable {
    case stays
    /// It will never be made, so nobody shall wait for it (TW 30.3). What was owed stays with the collector, as surplus.
    case isAbandoned
}

/// An attempt, while messages about it are handled; nil: it does not exist (any more).
extension Optional where Wrapped == TransferAttempt {
    /// TW 22.2: the recipient's name is known, or another one.
    ///
    /// - Parameter requestID: not used before.
    mutating func apply(
        _ m: AccountIDResponse, _ context: TryContext, requestID: CoordinatorRequestID, effects: inout Effects
    ) -> LegFate {
        guard let found = self, found.hasUnknownRecipient, found.recipientVersion < m.accountIDVersion else { return .stays }
        if m.accountID.isEmpty && found.key.kind == .moving {
            // A surplus without a place to go stays where it is.
            if found.openTry?.commit == nil { self = nil }
            return .stays
        }
        self!.recipientVersion = m.accountIDVersion
        guard found.recipient != m.accountID else { return .stays }
        self!.recipient = m.accountID
        if found.failureCode != nil { self!.failureCode = .unspecified }
        return trigger(context, requestID: requestID, effects: &effects)
    }

    /// TW 22.3 and 22.4.
    mutating func trigger(_ context: TryContext, requestID: CoordinatorRequestID, effects: inout Effects) -> LegFate {
        guard let found = self, found.canBeTriggered else { return .stays }
        let now = context.now
        let parameters = TransferParameters(found, context.collector, context.rules, now: now)
        guard parameters.amount > 0 else {
            self = nil
            return .isAbandoned
        }
        guard let finalInterestRateTs = parameters.finalInterestRateTs, found.mayBeTried(finalInterestRateTs) else {
            self!.reschedule(now.adding(context.rules.healthyCommitDelay), effects: &effects)
            return .stays
        }
        let latestTry = TransferAttempt.Try(
            attemptedAt: now, requestID: requestID, finalInterestRateTs: finalInterestRateTs, amount: parameters.amount)
        self!.latestTry = latestTry
        if found.failureCode == .recipientIsUnreachable {
            effects.send(.accountIDRequest(found.accountIDRequest(ts: now)))
            self!.rescheduleFailed(.recipientIsUnreachable, context.rules.healthyCommitDelay, effects: &effects)
        } else {
            self!.failureCode = nil
            effects.send(
                .prepareTransfer(
                    PrepareTransfer(
                        from: found.key.status.account, request: latestTry.requestID, to: found.recipient, locking: 0...0,
                        finalInterestRateTs: finalInterestRateTs, maxCommitDelay: parameters.maxCommitDelay, ts: now)))
        }
        return .stays
    }
}

extension TransferAttempt {
    /// TW 22.4.3: after the rate has changed, the change must be known before the next try.
    fileprivate func mayBeTried(_ finalInterestRateTs: Timestamp) -> Bool {
        guard failureCode == .newerInterestRate, let latestTry else { return true }
        return latestTry.finalInterestRateTs < finalInterestRateTs
    }
}
