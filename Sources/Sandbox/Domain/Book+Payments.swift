import SMPProtocol

/// AA 7: committed transfers.
extension Book {
    /// AA 7.2: takes the amount from the sender and sends it to the recipient.
    mutating func commit(_ payment: Payment, now: Timestamp) {
        post(payment, at: payment.senderKey, now: now)
        send(payment, to: payment.recipientKey, now: now)
    }

    /// AA 7.4: a payment between an account and the root account that nobody asked for.
    ///
    /// - Parameter amount: what the account gets; negative: what it pays.
    mutating func paySystem(_ amount: Int64, to key: AccountKey, type: CoordinatorType, now: Timestamp) {
        precondition(!key.isRoot && amount != 0)
        let payment = Payment(
            debtorID: key.debtorID, sender: amount > 0 ? .root : key.creditorID, recipient: amount > 0 ? key.creditorID : .root,
            amount: Int64(amount.magnitude), coordinatorType: type, note: "", noteFormat: "", committedAt: now)
        post(payment, at: key, interestDelta: type == .interest ? -Double(amount) : 0, now: now)
        send(payment, to: .root(of: key.debtorID), now: now)
    }

    /// AA 3.3: the other side of a payment, at once or later.
    private mutating func send(_ payment: Payment, to target: AccountKey, now: Timestamp) {
        payments.append(payment)
        if rules.deliverySeconds > 0 {
            put(PaymentInFlight(payment: payment, target: target, dueAt: now.adding(seconds: rules.deliverySeconds)))
        } else {
            receive(payment, at: target, now: now)
        }
    }

    /// AA 7.3: applies the payments that have arrived by now.
    mutating func deliver(now: Timestamp) -> [Emission] {
        step(now: now) { book in
            for arrived in book.takeArrived(now: now) { book.receive(arrived.payment, at: arrived.target, now: now) }
        }
    }

    /// AA 7.3: the account is made or revived when need be.
    private mutating func receive(_ payment: Payment, at key: AccountKey, now: Timestamp) {
        if accounts[key] == nil {
            createAccount(key, now: now)
            sendUpdate(of: key, now: now)
            catchUp(key, now: now)
        } else if accounts[key]?.isDeleted == true {
            change(key) { account in
                account.isDeleted = false
                account.apply(now: now)
            }
            sendUpdate(of: key, now: now)
            catchUp(key, now: now)
        }
        post(payment, at: key, now: now)
        deleteIfPossible(key, now: now)
    }

    /// What the currency says now is not left to a later scan: an account must not miss its rate (AA 4.5, 16.3).
    private mutating func catchUp(_ key: AccountKey, now: Timestamp) {
        if !key.isRoot { applyRootConfiguration(to: key, now: now) }
    }

    /// One account's part of a payment: the message, unless nobody wants to know, and the money (AA 5.3, 7).
    ///
    /// - Parameter interestDelta: added to the interest besides.
    private mutating func post(_ payment: Payment, at key: AccountKey, interestDelta: Double = 0, now: Timestamp) {
        precondition(key.creditorID == payment.recipient || key.creditorID == payment.sender)
        guard var account = accounts[key] else { preconditionFailure("a payment needs an account") }
        let amount = key.creditorID == payment.recipient ? payment.amount : -payment.amount
        if !key.isRoot && !account.isNegligible(amount, payment.coordinatorType) {
            announce(payment, amount, to: &account, now: now)
        }
        let lateness = Interest.inFlight(
            amount: amount, committedAt: payment.committedAt, now: now, rate: account.interestRate,
            previousRate: account.previousInterestRate, rateChangedAt: account.lastInterestRateChangeTs)
        account.apply(principalDelta: amount, interestDelta: interestDelta + lateness, now: now)
        account.owesUpdate = true
        put(account)
    }

    /// AA 7.1: numbers and sends an `AccountTransfer`.
    private mutating func announce(_ payment: Payment, _ amount: Int64, to account: inout Account, now: Timestamp) {
        let previous = account.lastTransferNumber
        account.lastTransferNumber = number(after: previous, of: account)
        account.lastTransferCommittedAt = payment.committedAt
        emissions.append(
            .accountTransfer(
                AccountTransfer(
                    transferNoteFormat: payment.noteFormat, transferNote: payment.note, debtorID: account.key.debtorID,
                    creditorID: account.key.creditorID, coordinatorType: payment.coordinatorType, creationDate: account.creationDate,
                    transferNumber: account.lastTransferNumber, sender: rules.accountID(of: payment.sender),
                    recipient: rules.accountID(of: payment.recipient), acquiredAmount: amount, committedAt: payment.committedAt,
                    principal: Interest.sum(account.principal, amount).amount, ts: now, previousTransferNumber: previous)))
    }

    private func number(after previous: TransferNumber, of account: Account) -> TransferNumber {
        if previous == 0 && rules.numbersTransfersByDay { return TransferNumber(Int64(account.creationDate.rawValue) << 40 + 1) }
        return TransferNumber(previous.rawValue + 1 + rules.transferNumberGap)
    }
}
