import SMPProtocol

extension AccountLock {
    /// TW 15.1: makes a lock for a candidate offer, unless the account is taken or the offer comes at the wrong time.
    ///
    /// - Parameters:
    ///   - lock: the account's lock so far; it is replaced.
    ///   - turn: nil: not known, or in the hands of the next sub-phase.
    ///   - collectors: those of the currency that are active.
    ///   - pick: a random number, uniform over its type.
    ///   - requestID: not used before.
    static func offer(
        _ lock: inout AccountLock?, _ m: CandidateOffer, turn: WorkerTurn?, collectors: [UsableCollector], pick: UInt64,
        requestID: CoordinatorRequestID, _ rules: WorkerRules, now: Timestamp, effects: inout Effects
    ) {
        // An offer that comes again finds the lock that it has led to.
        let isRepeated = lock?.turn == m.turnID
        func refuse(_ reason: Obstacle.Reason) {
            if !isRepeated && !rules.isCollector(m.creditorID) { effects.explain(m, reason) }
        }
        guard let turn, turn.state == .lockingAccounts, let deadline = turn.turn.collectionDeadline else { return refuse(.tooLate) }
        if let lock, lock.isInForce(m.accountCreationDate, m.lastTransferNumber) { return refuse(.accountIsBusy) }
        guard !collectors.isEmpty else { return refuse(.noCollector) }
        let collector = collectors[Int(pick % UInt64(collectors.count))]
        guard let limits = lockedAmounts(m.amount, minTradeAmount: turn.turn.rules.minTradeAmount, until: deadline, rules, now: now) else {
            return refuse(.tooSmall)
        }
        let key = AccountKey(creditor: m.creditorID, debtor: m.debtorID)
        var new = AccountLock(
            key: key, turn: m.turnID, requestID: requestID, collector: collector.key.creditor, initiatedAt: now, amount: m.amount,
            maxLockedAmount: limits.upperBound)
        if new.isSelfLock {
            new.prepared = Prepared(transferID: 0)
        } else {
            effects.send(
                .prepareTransfer(
                    PrepareTransfer(
                        from: key, request: requestID, to: collector.accountID, locking: limits, finalInterestRateTs: .farFuture,
                        maxCommitDelay: Constants.maxCommitDelaySeconds, ts: now)))
        }
        lock = new
    }

    /// TW 15.1.4: enough to have the amounts even after the worst demurrage until the deadline. A buyer locks nothing.
    private static func lockedAmounts(
        _ amount: Int64, minTradeAmount: Int64, until deadline: Timestamp, _ rules: WorkerRules, now: Timestamp
    ) -> ClosedRange<Int64>? {
        guard amount < 0 else { return 0...0 }
        let factor = Demurrage.factor(ratePercent: rules.minDemurrageRate, from: now, to: deadline)
        let least = roundedUpToCover(minTradeAmount, after: factor)
        let most = roundedUpToCover(amount == .min ? .max : -amount, after: factor)
        return least <= most ? least...most : nil
    }
}

extension PrepareTransfer {
    /// A transfer of the trade service: its coordinator is the sender.
    init(
        from key: AccountKey, request: CoordinatorRequestID, to recipient: AccountID, locking amounts: ClosedRange<Int64>,
        finalInterestRateTs: Timestamp, maxCommitDelay: Int32, ts: Timestamp
    ) {
        self.init(
            debtorID: key.debtor, creditorID: key.creditor, coordinatorType: .agent, coordinatorID: CoordinatorID(key.creditor),
            coordinatorRequestID: request, minLockedAmount: amounts.lowerBound, maxLockedAmount: amounts.upperBound, recipient: recipient,
            finalInterestRateTs: finalInterestRateTs, maxCommitDelay: maxCommitDelay, ts: ts)
    }
}
