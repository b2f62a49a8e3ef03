import SMPProtocol

/// AA 6.1 to 6.5: locking an amount.
extension Book {
    /// What a test can make the authority answer instead of what the rules say (AA 12.5).
    struct PrepareOverride: Hashable, Sendable {
        /// Refuse with this code.
        var statusCode: String?
        /// Lock at most so much, also when that is less than was asked for.
        var lockedAmount: Int64?

        init(statusCode: String? = nil, lockedAmount: Int64? = nil) {
            self.statusCode = statusCode
            self.lockedAmount = lockedAmount
        }
    }

    /// AA 6.2: a `PrepareTransfer` has arrived. A duplicate is prepared again: its coordinator dismisses it.
    ///
    /// - Parameter clockOffsetMicroseconds: ledger time minus wall time; the sender's deadline is in wall time (AA 12.5).
    mutating func prepare(
        _ message: PrepareTransfer, now: Timestamp, clockOffsetMicroseconds: Int64 = 0, override: PrepareOverride? = nil
    ) -> [Emission] {
        step(now: now) { book in
            let sender = book.liveAccount(AccountKey(message.debtorID, message.creditorID))
            if let code = override?.statusCode {
                book.reject(message, Refusal(code, of: sender), now: now)
                return
            }
            switch book.judge(message, sender: sender, now: now) {
            case .failure(let refusal): book.reject(message, refusal, now: now)
            case .success(var grant):
                if let amount = override?.lockedAmount { grant.amount = max(0, min(grant.amount, amount)) }
                book.lock(message, grant, clockOffsetMicroseconds: clockOffsetMicroseconds, now: now)
            }
        }
    }

    private struct Refusal: Error {
        let statusCode: String
        let totalLockedAmount: Int64

        /// - Parameter sender: nil when it is unknown, or when it was not looked at.
        init(_ statusCode: String, of sender: Account?) {
            self.statusCode = statusCode
            totalLockedAmount = sender?.totalLockedAmount ?? 0
        }
    }

    /// What can be locked.
    private struct Grant {
        let sender: Account
        let recipient: CreditorID
        var amount: Int64
    }

    /// AA 6.2: the conditions, in their order.
    private func judge(_ message: PrepareTransfer, sender: Account?, now: Timestamp) -> Result<Grant, Refusal> {
        let isAgent = message.coordinatorType == .agent
        guard let recipient = rules.creditorID(of: message.recipient) else {
            return .failure(Refusal(StatusCode.recipientIsUnreachable, of: nil))
        }
        guard isAgent || isReachable(AccountKey(message.debtorID, recipient)) else {
            return .failure(Refusal(StatusCode.recipientIsUnreachable, of: nil))
        }
        guard let sender else { return .failure(Refusal(StatusCode.senderIsUnreachable, of: nil)) }
        guard !isAgent || AccountKey.haveSameAgent(message.creditorID.rawValue, recipient.rawValue) else {
            return .failure(Refusal(StatusCode.recipientIsUnreachable, of: nil))
        }
        guard sender.pendingTransfersCount < rules.maxPendingTransfers else {
            return .failure(Refusal(StatusCode.tooManyTransfers, of: sender))
        }
        guard recipient != message.creditorID else { return .failure(Refusal(StatusCode.recipientSameAsSender, of: sender)) }
        guard sender.lastInterestRateChangeTs <= message.finalInterestRateTs else {
            return .failure(Refusal(StatusCode.newerInterestRate, of: sender))
        }
        let amount = amountToLock(message, sender: sender, now: now)
        guard amount >= message.minLockedAmount else { return .failure(Refusal(StatusCode.insufficientAvailableAmount, of: sender)) }
        return .success(Grant(sender: sender, recipient: recipient, amount: amount))
    }

    /// AA 4.10. A root account needs no record.
    private func isReachable(_ key: AccountKey) -> Bool {
        key.isRoot || accounts[key]?.isReachable == true
    }

    /// AA 6.3: as much as possible within the limits, and never more than the sum of locks can hold.
    private func amountToLock(_ message: PrepareTransfer, sender: Account, now: Timestamp) -> Int64 {
        let expendable = Interest.sum(sender.availableAmount(at: now), -sender.minBalance).amount
        return max(0, min(message.maxLockedAmount, expendable, Int64.max - sender.totalLockedAmount))
    }

    private mutating func reject(_ message: PrepareTransfer, _ refusal: Refusal, now: Timestamp) {
        emissions.append(
            .rejectedTransfer(
                RejectedTransfer(
                    debtorID: message.debtorID, creditorID: message.creditorID, coordinatorType: message.coordinatorType,
                    coordinatorID: message.coordinatorID, coordinatorRequestID: message.coordinatorRequestID,
                    statusCode: refusal.statusCode, totalLockedAmount: refusal.totalLockedAmount, ts: now)))
    }

    /// AA 6.4.
    private mutating func lock(_ message: PrepareTransfer, _ grant: Grant, clockOffsetMicroseconds: Int64, now: Timestamp) {
        var sender = grant.sender
        sender.totalLockedAmount += grant.amount
        sender.pendingTransfersCount += 1
        sender.lastTransferID = TransferID(sender.lastTransferID.rawValue + 1)
        let latest = message.ts.adding(microseconds: clockOffsetMicroseconds).adding(seconds: Int64(message.maxCommitDelay))
        let lock = TransferLock(
            key: .init(account: sender.key, transferID: sender.lastTransferID),
            coordinator: .init(type: message.coordinatorType, id: message.coordinatorID, requestID: message.coordinatorRequestID),
            recipient: grant.recipient, preparedAt: now,
            deadline: min(now.adding(seconds: Int64(rules.commitPeriodSeconds)), latest).clampedToWritableYears,
            finalInterestRateTs: message.finalInterestRateTs, demurrageRate: rules.demurrageRate, lockedAmount: grant.amount)
        precondition(locks[lock.key] == nil, "transfer IDs of an account are distinct")
        put(sender)
        put(lock)
        emissions.append(.preparedTransfer(lock.message(rules: rules, ts: now)))
    }

    /// AA 6.5: reminds the coordinators of transfers that have waited for long.
    ///
    /// - Parameter isForced: also of those that have not waited long enough.
    mutating func remind(_ selection: Selection, isForced: Bool = false, now: Timestamp) -> [Emission] {
        step(now: now) { book in
            for key in book.lockKeys(selection) {
                guard var lock = book.locks[key] else { continue }
                let last = lock.lastReminderTs ?? lock.preparedAt
                guard isForced || now.microseconds(since: last) > book.rules.reminderSeconds * 1_000_000 else { continue }
                lock.lastReminderTs = now
                book.put(lock)
                book.emissions.append(.preparedTransfer(lock.message(rules: book.rules, ts: max(now, lock.preparedAt))))
            }
        }
    }
}
