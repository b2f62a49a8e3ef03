import SMPProtocol

// TW 24.2: which rows may be thrown away. Rows of a sibling shard are another matter; they can go at any time.

extension DebtorInfoDocument {
    func isExpendable(_ rules: WorkerRules, now: Timestamp) -> Bool { fetchedAt < now.subtracting(rules.locatorClaimExpiry) }
}

extension DebtorLocatorClaim {
    func isExpendable(_ rules: WorkerRules, now: Timestamp) -> Bool {
        if let locator { return locator.latestFetchAt < now.subtracting(rules.locatorClaimExpiry) }
        return latestDiscoveryFetchAt < now.subtracting(rules.debtorInfoExpiry)
    }
}

extension TradingPolicy {
    /// A row that says nothing is kept until no older message can come.
    func isExpendable(_ rules: WorkerRules, now: Timestamp) -> Bool {
        let cutoff = now.subtracting(rules.turnMaxCommitPeriod + rules.dispatchingSlack + rules.extremeMessageDelay)
        return isUseless && [ledger.mark.ts, wishes.mark.ts, flags.mark.ts].allSatisfy { $0 < cutoff }
    }
}

extension WorkerAccount {
    func isExpendable(_ rules: WorkerRules, now: Timestamp) -> Bool { lastHeartbeatTs < now.subtracting(rules.maxHeartbeatDelay) }
}

extension AccountLock {
    func isExpendable(_ rules: WorkerRules, now: Timestamp) -> Bool {
        if initiatedAt < now.subtracting(rules.accountLockMaxAge) { return true }
        guard let release else { return false }
        return release.at < now.subtracting(rules.releasedAccountLockMaxAge)
    }

    /// TW 30.14: what is still prepared is dismissed before the lock is forgotten.
    func discard(now: Timestamp, effects: inout Effects) { dismissOpenTransfer(now: now, effects: &effects) }
}

extension WorkerCollecting {
    /// What was collected is never thrown away by time (TW 24.3).
    func isExpendable(now: Timestamp) -> Bool { purgeAfter < now && !isCollected }
}

extension WorkerReceiving {
    func isExpendable(now: Timestamp) -> Bool { purgeAfter < now && receivedAmount == 0 }
}

extension WorkerSending {
    func isExpendable(now: Timestamp) -> Bool { purgeAfter < now }
}

extension WorkerDispatching {
    func isExpendable(now: Timestamp) -> Bool { purgeAfter < now }
}

extension TransferAttempt {
    func isExpendable(_ rules: WorkerRules, now: Timestamp) -> Bool {
        let cutoff = now.subtracting(rules.turnMaxCommitPeriod + .greater(rules.sendingSlack, rules.dispatchingSlack))
        guard collectionStartedAt < cutoff else { return false }
        // Of a surplus that may be moving right now the end is awaited: its amount is blocked as long as the row is there.
        if key.kind == .moving, let open = openTry, open.commit != nil { return open.attemptedAt < cutoff }
        return true
    }
}

extension DelayedAccountTransfer {
    func isExpendable(_ rules: WorkerRules, now: Timestamp) -> Bool { message.ts < now.subtracting(rules.delayedTransfersExpiry) }
}

/// TW 24.2 `scan_recently_needed_collectors`.
func isExpendable(neededCollectorSince neededAt: Timestamp, _ rules: WorkerRules, now: Timestamp) -> Bool {
    neededAt < now.subtracting(rules.locatorClaimExpiry)
}
