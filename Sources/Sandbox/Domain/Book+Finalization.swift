import SMPProtocol

/// AA 6.6: committing or dismissing what was prepared.
extension Book {
    /// What a test can make the authority answer instead of what the rules say (AA 12.5).
    struct FinalizeOverride: Hashable, Sendable {
        /// Commit nothing, and give this reason.
        var statusCode: String?
        /// Commit at most so much, also when that is less than was asked for.
        var committedAmount: Int64?

        init(statusCode: String? = nil, committedAmount: Int64? = nil) {
            self.statusCode = statusCode
            self.committedAmount = committedAmount
        }
    }

    /// AA 6.6: a `FinalizeTransfer` has arrived. Without a prepared transfer that equals it in all six keys it has no effect and no answer.
    mutating func finalize(_ message: FinalizeTransfer, now: Timestamp, override: FinalizeOverride? = nil) -> [Emission] {
        step(now: now) { book in
            guard let lock = book.lock(of: message), let sender = book.liveAccount(lock.key.account) else { return }
            let status = override?.statusCode ?? book.status(of: message, lock: lock, sender: sender, now: now)
            let committed = status == StatusCode.ok ? min(message.committedAmount, max(0, override?.committedAmount ?? .max)) : 0
            book.release(lock)
            book.answer(lock, committedAmount: committed, statusCode: status, now: now)
            if committed > 0 {
                book.commit(
                    Payment(
                        debtorID: message.debtorID, sender: message.creditorID, recipient: lock.recipient, amount: committed,
                        coordinatorType: lock.coordinator.type, note: message.transferNote, noteFormat: message.transferNoteFormat,
                        committedAt: now),
                    now: now)
                book.checkFloor(of: lock, committed, now: now)
            }
            book.deleteIfPossible(sender.key, now: now)
        }
    }

    /// AA 6.6, step 1.
    private func lock(of message: FinalizeTransfer) -> TransferLock? {
        let key = TransferLock.Key(account: AccountKey(message.debtorID, message.creditorID), transferID: message.transferID)
        let coordinator = TransferLock.Coordinator(
            type: message.coordinatorType, id: message.coordinatorID, requestID: message.coordinatorRequestID)
        guard let lock = locks[key], lock.coordinator == coordinator else { return nil }
        return lock
    }

    /// AA 6.6, steps 2 and 4.
    private func status(of message: FinalizeTransfer, lock: TransferLock, sender: Account, now: Timestamp) -> String {
        if message.committedAmount == 0 { return StatusCode.ok }
        if now > lock.deadline { return StatusCode.timeout }
        if sender.lastInterestRateChangeTs > lock.finalInterestRateTs { return StatusCode.newerInterestRate }
        let expendable = Interest.sum(sender.availableAmount(at: now), -sender.minBalance).amount
        guard lock.covers(message.committedAmount, expendable: expendable, now: now) else { return StatusCode.insufficientAvailableAmount }
        if message.transferNote.utf8.count > Int(rules.transferNoteMaxBytes) { return StatusCode.transferNoteIsTooLong }
        return StatusCode.ok
    }

    /// AA 6.6, step 3.
    private mutating func release(_ lock: TransferLock) {
        change(lock.key.account) { sender in
            sender.totalLockedAmount -= lock.lockedAmount
            sender.pendingTransfersCount -= 1
            precondition(sender.totalLockedAmount >= 0 && sender.pendingTransfersCount >= 0, "a lock was not counted")
        }
        remove(lock)
    }

    /// AA 6.6, step 6.
    private mutating func answer(_ lock: TransferLock, committedAmount: Int64, statusCode: String, now: Timestamp) {
        let account = lock.key.account
        emissions.append(
            .finalizedTransfer(
                FinalizedTransfer(
                    debtorID: account.debtorID, creditorID: account.creditorID, coordinatorType: lock.coordinator.type,
                    coordinatorID: lock.coordinator.id, coordinatorRequestID: lock.coordinator.requestID,
                    transferID: lock.key.transferID, committedAmount: committedAmount, statusCode: statusCode,
                    totalLockedAmount: accounts[account]?.totalLockedAmount ?? 0, preparedAt: lock.preparedAt, ts: now)))
    }
}

extension TransferLock {
    /// Whether an amount can be committed (AA 6.6, step 4): it is *expendable*, because the balance suffices without the other locks; or
    /// *reserved*, because the lock itself suffices, after the worst demurrage.
    ///
    /// - Parameter expendable: balance − all locks, this one included, − the least allowed balance.
    func covers(_ amount: Int64, expendable: Int64, now: Timestamp) -> Bool {
        if amount <= Interest.sum(expendable, lockedAmount).amount { return true }
        guard amount <= lockedAmount else { return false }
        if key.account.isRoot { return true }
        return Double(amount)
            <= Interest.reserved(locked: lockedAmount, demurrageRate: demurrageRate, seconds: now.seconds(since: preparedAt))
    }
}
