import SMPProtocol

extension Debtor? {
    /// DA 10.1: an existing error is never overwritten.
    mutating func receive(_ message: RejectedConfig) {
        guard message.creditorID == .root, let debtor = self,
            debtor.configuration.error == nil, message.rejects(debtor.sentConfiguration)
        else { return }
        self?.configuration.error = message.rejectionCode
    }

    /// DA 10.2.
    ///
    /// - Parameter infoIRI: the IRI in the configuration data of the message (DA 10.4); asked for only when it matters.
    mutating func receive(
        _ message: AccountUpdate, infoIRI: @autoclosure () -> String?, now: Timestamp, effects: inout Effects
    ) {
        guard message.creditorID == .root, !message.isExpired(now: now) else { return }
        guard var debtor = self, debtor.isActive else { return discardOrphan(message, now: now, effects: &effects) }

        if message.ts > debtor.account.lastHeartbeatTs {
            debtor.account.lastHeartbeatTs = min(message.ts, now)
        }
        if message.state.isLater(than: debtor.account.state) {
            debtor.adopt(message, infoIRI: infoIRI)
        }
        self = debtor
    }

    /// DA 10.8: the account is gone. It is not created again by itself.
    mutating func receive(_ message: AccountPurge) {
        guard message.creditorID == .root, let account = self?.account,
            account.exists, account.creationDate <= message.creationDate
        else { return }
        self?.account.exists = false
        self?.account.balance = 0
        self?.account.transferNoteMaxBytes = 0
        self?.account.accountID = .none
        self?.configuration.isEffectual = false
    }

    /// DA 10.3: asks the accounting authority to discard an account that no active debtor has.
    ///
    /// After the clock stepped back, the message to the account of a former debtor must still be later than its last
    /// configuration, or it would be ignored (DA 20.2.5).
    private func discardOrphan(_ message: AccountUpdate, now: Timestamp, effects: inout Effects) {
        var stamp = EventStamp(ts: now, seqnum: 0)
        if let last = self?.configuration, last.lastTs >= now {
            stamp = EventStamp(ts: last.lastTs, seqnum: last.lastSeqnum.next)
        }
        if let answer = message.orphanAnswer(ts: stamp.ts, seqnum: stamp.seqnum) { effects.send(.configureAccount(answer)) }
    }
}

extension Debtor {
    /// DA 10.2.5 – DA 10.2.7
    fileprivate mutating func adopt(_ message: AccountUpdate, infoIRI: () -> String?) {
        configuration.isEffectual = message.confirms(sentConfiguration)
        if configuration.isEffectual {
            configuration.error = nil
            self.infoIRI = infoIRI()
        }
        account.exists = true
        account.creationDate = message.creationDate
        account.lastChangeTs = message.lastChangeTs
        account.lastChangeSeqnum = message.lastChangeSeqnum
        account.accountID = message.accountID
        account.balance = message.principal
        account.transferNoteMaxBytes = message.transferNoteMaxBytes
    }
}

extension ServerAccount {
    fileprivate var state: AccountState {
        AccountState(creationDate: creationDate, changedAt: lastChangeTs, seqnum: lastChangeSeqnum)
    }
}
