import SMPProtocol

/// AA 6.6 and AA 7: committing or dismissing what was prepared.
extension Book {
    /// AA 6.6: a `FinalizeTransfer` has arrived. Without a prepared transfer that equals it in all six keys it has no effect and no answer.
    ///
    /// - Parameter override: a status code with which to answer whatever the rules say; for tests.
    public mutating func finalize(_ message: FinalizeTransfer, now: Timestamp, override: String? = nil) -> [Emission] {
        step(now: now, touching: message.debtorID) { book in
            let key = AccountKey(message.debtorID, message.creditorID)
            let lockKey = TransferLock.Key(account: key, transferID: message.transferID)
            let coordinator = TransferLock.Coordinator(
                type: message.coordinatorType, id: message.coordinatorID, requestID: message.coordinatorRequestID)
            guard let lock = book.locks[lockKey], lock.coordinator == coordinator, let sender = book.liveAccount(key) else { return }
            let status = override ?? book.status(of: message, lock: lock, sender: sender, now: now)
            book.release(lock)
            let committed = status == "OK" ? message.committedAmount : 0
            book.answer(lock, committedAmount: committed, statusCode: status, now: now)
            if committed > 0 { book.commit(message, lock: lock, now: now) }
            book.deleteIfPossible(key, now: now)
        }
    }

    /// AA 6.6, step 4.
    private func status(of message: FinalizeTransfer, lock: TransferLock, sender: Account, now: Timestamp) -> String {
        if message.committedAmount == 0 { return "OK" }
        if now > lock.deadline { return "TIMEOUT" }
        if sender.lastInterestRateChangeTs > lock.finalInterestRateTs { return "NEWER_INTEREST_RATE" }
        if !isCovered(message.committedAmount, lock: lock, sender: sender, now: now) { return "INSUFFICIENT_AVAILABLE_AMOUNT" }
        if message.transferNote.utf8.count > Int(rules.transferNoteMaxBytes) { return "TRANSFER_NOTE_IS_TOO_LONG" }
        return "OK"
    }

    /// Whether the balance suffices without the other locks, or the lock itself does after demurrage (AA 6.6, *expendable* and *reserved*).
    private func isCovered(_ amount: Int64, lock: TransferLock, sender: Account, now: Timestamp) -> Bool {
        let expendable = Interest.sum(sender.availableAmount(at: now), -minBalance(of: sender)).amount
        if amount <= Interest.sum(expendable, lock.lockedAmount).amount { return true }
        guard amount <= lock.lockedAmount else { return false }
        if sender.key.isRoot { return true }
        let age = now.seconds(since: lock.preparedAt)
        return Double(amount) <= Interest.reserved(locked: lock.lockedAmount, demurrageRate: lock.demurrageRate, seconds: age)
    }

    /// AA 6.6, step 3.
    private mutating func release(_ lock: TransferLock) {
        locks[lock.key] = nil
        guard var sender = accounts[lock.key.account] else { return }
        sender.totalLockedAmount = max(0, sender.totalLockedAmount - lock.lockedAmount)
        sender.pendingTransfersCount -= 1
        precondition(sender.pendingTransfersCount >= 0)
        accounts[lock.key.account] = sender
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

    /// AA 7.2 and 7.3: takes the amount from the sender and gives it to the recipient, which is made or revived when need be.
    private mutating func commit(_ message: FinalizeTransfer, lock: TransferLock, now: Timestamp) {
        let sender = lock.key.account
        let recipient = AccountKey(sender.debtorID, lock.recipient)
        let payment = Payment(
            coordinatorType: lock.coordinator.type, note: message.transferNote, noteFormat: message.transferNoteFormat, committedAt: now)
        post(-message.committedAmount, to: sender, otherParty: recipient, payment, now: now)
        receive(message.committedAmount, at: recipient, from: sender, payment, now: now)
        deleteIfPossible(recipient, now: now)
    }

    /// What two sides of a payment have in common.
    struct Payment {
        let coordinatorType: CoordinatorType
        let note: String
        let noteFormat: String
        let committedAt: Timestamp
    }

    /// AA 7.3: the recipient's side.
    mutating func receive(_ amount: Int64, at key: AccountKey, from sender: AccountKey, _ payment: Payment, now: Timestamp) {
        if accounts[key] == nil {
            createAccount(key, now: now)
            sendUpdate(of: key, ts: now)
            // Not left to a later scan: an account must not miss its currency's rate (AA 16.3).
            if !key.isRoot { applyRootConfiguration(to: key, now: now) }
        } else if accounts[key]?.isDeleted == true {
            accounts[key]?.isDeleted = false
            accounts[key]?.apply(principalDelta: 0, interestDelta: 0, now: now)
            sendUpdate(of: key, ts: now)
        }
        post(amount, to: key, otherParty: sender, payment, now: now)
    }

    /// One account's part of a payment: the message, unless nobody wants to know, and the money (AA 5.3, 7).
    ///
    /// - Parameter interestDelta: taken from or added to the interest besides.
    mutating func post(
        _ amount: Int64, to key: AccountKey, otherParty: AccountKey, _ payment: Payment, interestDelta: Double = 0, now: Timestamp
    ) {
        precondition(amount != 0)
        guard var account = accounts[key] else { preconditionFailure("a payment needs an account") }
        let isNegligible = payment.coordinatorType != .agent && amount > 0 && Double(amount) <= Double(account.negligibleAmount)
        if !key.isRoot && !isNegligible {
            announce(amount, to: &account, otherParty: otherParty, payment, now: now)
        }
        let lateness = Interest.inFlight(
            amount: amount, committedAt: payment.committedAt, now: now, rate: account.interestRate,
            previousRate: account.previousInterestRate, rateChangedAt: account.lastInterestRateChangeTs)
        account.apply(principalDelta: amount, interestDelta: interestDelta + (amount > 0 ? lateness : 0), now: now)
        account.owesUpdate = true
        accounts[key] = account
    }

    /// AA 7.1: numbers and sends an `AccountTransfer`.
    private mutating func announce(
        _ amount: Int64, to account: inout Account, otherParty: AccountKey, _ payment: Payment, now: Timestamp
    ) {
        let previous = account.lastTransferNumber
        account.lastTransferNumber = TransferNumber(previous.rawValue + 1)
        account.lastTransferCommittedAt = payment.committedAt
        emissions.append(
            .accountTransfer(
                AccountTransfer(
                    transferNoteFormat: payment.noteFormat, transferNote: payment.note, debtorID: account.key.debtorID,
                    creditorID: account.key.creditorID, coordinatorType: payment.coordinatorType, creationDate: account.creationDate,
                    transferNumber: account.lastTransferNumber, sender: amount > 0 ? otherParty.accountID : account.key.accountID,
                    recipient: amount > 0 ? account.key.accountID : otherParty.accountID, acquiredAmount: amount,
                    committedAt: payment.committedAt, principal: Interest.sum(account.principal, amount).amount, ts: now,
                    previousTransferNumber: previous)))
    }
}
