import SMPProtocol

/// AA 6.1 to 6.5: locking an amount.
extension Book {
    /// What a test can make the authority answer instead of what the rules say (AA 12.5).
    public struct PrepareOverride: Hashable, Sendable {
        public var statusCode: String?
        public init(statusCode: String?) { self.statusCode = statusCode }
    }

    /// AA 6.2: a `PrepareTransfer` has arrived. A duplicate is prepared again: its coordinator dismisses it.
    ///
    /// - Parameter clockOffsetMicroseconds: ledger time minus wall time; the sender's deadline is in wall time (AA 12.5).
    public mutating func prepare(
        _ message: PrepareTransfer, now: Timestamp, clockOffsetMicroseconds: Int64 = 0, override: PrepareOverride? = nil
    ) -> [Emission] {
        step(now: now, touching: message.debtorID) { book in
            let sender = book.liveAccount(AccountKey(message.debtorID, message.creditorID))
            if let refusal = override?.statusCode.map({ Refusal(statusCode: $0, totalLockedAmount: sender?.totalLockedAmount ?? 0) })
                ?? book.refusal(of: message, sender: sender, now: now)
            {
                book.reject(message, refusal, now: now)
            } else if let sender, let recipient = Self.recipient(message.recipient) {
                book.lock(message, sender: sender, recipient: recipient, now: now, clockOffsetMicroseconds: clockOffsetMicroseconds)
            }
        }
    }

    private struct Refusal {
        let statusCode: String
        let totalLockedAmount: Int64
    }

    /// Whom an account ID names; nil when it is not the decimal form of an ID (AA 6.2).
    private static func recipient(_ accountID: AccountID) -> CreditorID? {
        CreditorID(pathSegment: accountID.rawValue)
    }

    /// AA 6.2: the conditions, in their order.
    private func refusal(of message: PrepareTransfer, sender: Account?, now: Timestamp) -> Refusal? {
        let isAgent = message.coordinatorType == .agent
        guard let recipient = Self.recipient(message.recipient) else { return Refusal(statusCode: "RECIPIENT_IS_UNREACHABLE", totalLockedAmount: 0) }
        guard isAgent || isReachable(AccountKey(message.debtorID, recipient)) else {
            return Refusal(statusCode: "RECIPIENT_IS_UNREACHABLE", totalLockedAmount: 0)
        }
        guard let sender else { return Refusal(statusCode: "SENDER_IS_UNREACHABLE", totalLockedAmount: 0) }
        guard !isAgent || AccountKey.haveSameAgent(message.creditorID.rawValue, recipient.rawValue) else {
            return Refusal(statusCode: "RECIPIENT_IS_UNREACHABLE", totalLockedAmount: 0)
        }
        let code: String?
        if sender.pendingTransfersCount >= rules.maxPendingTransfers {
            code = "TOO_MANY_TRANSFERS"
        } else if recipient == message.creditorID {
            code = "RECIPIENT_SAME_AS_SENDER"
        } else if sender.lastInterestRateChangeTs > message.finalInterestRateTs {
            code = "NEWER_INTEREST_RATE"
        } else if amountToLock(message, sender: sender, now: now) < message.minLockedAmount {
            code = "INSUFFICIENT_AVAILABLE_AMOUNT"
        } else {
            code = nil
        }
        return code.map { Refusal(statusCode: $0, totalLockedAmount: sender.totalLockedAmount) }
    }

    /// AA 4.10. A root account needs no record.
    private func isReachable(_ key: AccountKey) -> Bool {
        key.isRoot || accounts[key]?.isReachable == true
    }

    /// AA 6.3: as much as possible within the limits.
    private func amountToLock(_ message: PrepareTransfer, sender: Account, now: Timestamp) -> Int64 {
        let expendable = Interest.sum(sender.availableAmount(at: now), -minBalance(of: sender)).amount
        return max(0, min(message.maxLockedAmount, expendable))
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
    private mutating func lock(
        _ message: PrepareTransfer, sender: Account, recipient: CreditorID, now: Timestamp, clockOffsetMicroseconds: Int64
    ) {
        var sender = sender
        let amount = amountToLock(message, sender: sender, now: now)
        sender.totalLockedAmount = Interest.sum(sender.totalLockedAmount, amount).amount
        sender.pendingTransfersCount += 1
        sender.lastTransferID = TransferID(sender.lastTransferID.rawValue + 1)
        let latest = message.ts.adding(microseconds: clockOffsetMicroseconds).adding(seconds: Int64(message.maxCommitDelay))
        let lock = TransferLock(
            key: .init(account: sender.key, transferID: sender.lastTransferID),
            coordinator: .init(type: message.coordinatorType, id: message.coordinatorID, requestID: message.coordinatorRequestID),
            recipient: recipient, preparedAt: now,
            deadline: min(now.adding(seconds: Int64(rules.commitPeriodSeconds)), latest).clampedToWritableYears,
            finalInterestRateTs: message.finalInterestRateTs, demurrageRate: rules.demurrageRate, lockedAmount: amount)
        accounts[sender.key] = sender
        precondition(locks.updateValue(lock, forKey: lock.key) == nil, "transfer IDs of an account are distinct")
        emissions.append(.preparedTransfer(lock.message(ts: now)))
    }

    /// AA 6.5: reminds the coordinators of transfers that have waited for long.
    ///
    /// - Parameter isForced: also of those that have not waited long enough.
    public mutating func remind(of debtorID: DebtorID, now: Timestamp, isForced: Bool = false) -> [Emission] {
        step(now: now, touching: debtorID) { book in
            for key in book.locks.keys.filter({ $0.account.debtorID == debtorID }).sorted() {
                guard let lock = book.locks[key] else { continue }
                let last = lock.lastReminderTs ?? lock.preparedAt
                guard isForced || now.microseconds(since: last) > book.rules.reminderSeconds * 1_000_000 else { continue }
                book.locks[key]?.lastReminderTs = now
                book.emissions.append(.preparedTransfer(lock.message(ts: max(now, lock.preparedAt))))
            }
        }
    }
}
