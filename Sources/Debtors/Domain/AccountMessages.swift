import SMPProtocol

extension Debtor? {
    /// DA 10.1: an existing error is never overwritten.
    mutating func receive(_ message: RejectedConfig) {
        guard message.creditorID == .root, let debtor = self,
            debtor.configuration.error == nil,
            debtor.isLastConfiguration(ts: message.configTs, seqnum: message.configSeqnum),
            debtor.configuration.flags == message.configFlags,
            debtor.configuration.data.isExactly(message.configData),
            debtor.matches(negligibleAmount: message.negligibleAmount)
        else { return }
        self?.configuration.error = message.rejectionCode
    }

    /// DA 10.2.
    ///
    /// - Parameter infoIRI: the IRI in the configuration data of the message (DA 10.4); asked for only when it matters.
    mutating func receive(
        _ message: AccountUpdate, now: Timestamp, infoIRI: @autoclosure () -> String?
    ) -> [Effect] {
        guard message.creditorID == .root, !message.isExpired(now: now) else { return [] }
        guard var debtor = self, debtor.isActive else { return message.discardingOrphan(self, now: now) }

        if message.ts > debtor.account.lastHeartbeatTs {
            debtor.account.lastHeartbeatTs = min(message.ts, now)
        }
        if debtor.account.isOlder(than: message) {
            debtor.adopt(message, infoIRI: infoIRI)
        }
        self = debtor
        return []
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
}

extension Debtor {
    fileprivate func isLastConfiguration(ts: Timestamp, seqnum: SequenceNumber) -> Bool {
        configuration.lastTs == ts && configuration.lastSeqnum == seqnum
    }

    /// DA 10.2.5
    private func isEffectual(in message: AccountUpdate) -> Bool {
        isLastConfiguration(ts: message.lastConfigTs, seqnum: message.lastConfigSeqnum)
            && configuration.flags == message.configFlags
            && configuration.data.isExactly(message.configData)
            && matches(negligibleAmount: message.negligibleAmount)
    }

    /// DA 10.2.6, DA 10.2.7
    fileprivate mutating func adopt(_ message: AccountUpdate, infoIRI: () -> String?) {
        let isEffectual = isEffectual(in: message)
        configuration.isEffectual = isEffectual
        if isEffectual {
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
    /// DA 10.2.4: (creation date, change timestamp, change sequence number), the last one wrapping.
    fileprivate func isOlder(than message: AccountUpdate) -> Bool {
        if creationDate != message.creationDate { return creationDate < message.creationDate }
        if lastChangeTs != message.lastChangeTs { return lastChangeTs < message.lastChangeTs }
        return message.lastChangeSeqnum.isLater(than: lastChangeSeqnum)
    }
}

extension AccountUpdate {
    /// DA 10.2.1
    fileprivate func isExpired(now: Timestamp) -> Bool {
        now.microseconds(since: ts) > Int64(ttl) * 1_000_000
    }

    /// DA 10.3: asks the accounting authority to discard an account that no active debtor has.
    ///
    /// After the clock stepped back, the message to the account of a former debtor must still be later than its last
    /// configuration, or it would be ignored (DA 20.2.5).
    fileprivate func discardingOrphan(_ debtor: Debtor?, now: Timestamp) -> [Effect] {
        let isDiscarded =
            configFlags & Constants.scheduledForDeletionFlag != 0
            && Double(negligibleAmount) >= (1 - Constants.eps) * Double(Constants.hugeNegligibleAmount)
        if isDiscarded { return [] }

        var stamp = EventStamp(ts: now, seqnum: 0)
        if let last = debtor?.configuration, last.lastTs >= now {
            stamp = EventStamp(ts: last.lastTs, seqnum: last.lastSeqnum.next)
        }
        return [
            .configureAccount(
                ConfigureAccount(
                    debtorID: debtorID, creditorID: .root, negligibleAmount: Constants.hugeNegligibleAmount,
                    configData: "", configFlags: Constants.scheduledForDeletionFlag, seqnum: stamp.seqnum, ts: stamp.ts))
        ]
    }
}
