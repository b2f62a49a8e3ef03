import SMPProtocol

/// A collector's account and what belongs to it, while messages about it are handled.
struct CollectorAccountState: Equatable, Sendable {
    var needed: NeededWorkerAccount?
    var account: WorkerAccount?
    var rates = InterestRateHistory()

    /// TW 11.5.
    mutating func apply(_ m: AccountUpdate, _ rules: WorkerRules, now: Timestamp, effects: inout Effects) {
        if needed != nil {
            rates.add(InterestRateChange(ts: m.lastInterestRateChangeTs, rate: Float(m.interestRate)), rules, now: now)
        }
        guard now.microseconds(since: m.ts) <= Int64(m.ttl) * 1_000_000 else { return }
        if needed == nil && !m.isDiscarded { effects.send(.configureAccount(.discarding(m.debtorID, m.creditorID, ts: now))) }
        guard let change = take(m, now: now) else { return }
        if change.activates {
            effects.collectorChanges.append(
                CollectorChange(key: AccountKey(creditor: m.creditorID, debtor: m.debtorID), step: .activated(m.accountID)))
            effects.wake(.collectorSync)
        }
        guard needed != nil, WorkerAccount.isEligible(m, rules), !m.accountID.isEmpty, let iri = m.iri else { return }
        effects.send(.discoverDebtor(DiscoverDebtor(debtorID: m.debtorID, iri: iri, forceLocatorRefetch: change.hasNewIRI, ts: now)))
    }

    /// TW 11.5.5 and 11.5.6.
    ///
    /// - Returns: nil when the message is older than what is known, or about an account that nobody needs.
    private mutating func take(_ m: AccountUpdate, now: Timestamp) -> (activates: Bool, hasNewIRI: Bool)? {
        guard let known = account else {
            guard needed != nil else { return nil }
            account = WorkerAccount(m, now: now)
            return (!m.accountID.isEmpty, true)
        }
        if m.ts > known.lastHeartbeatTs { account!.lastHeartbeatTs = min(m.ts, now) }
        if m.isLater(than: known) {
            account!.take(m, now: now)
            return (!m.accountID.isEmpty && known.accountID.isEmpty, m.iri != known.debtorInfoIRI)
        }
        // A heartbeat repeats the last event, and keeps the debtor's document known (TW 30.6).
        return m.isSameEvent(as: known) ? (false, false) : nil
    }

    /// TW 11.7.
    mutating func apply(_ m: AccountPurge, effects: inout Effects) {
        guard let known = account, known.creationDate <= m.creationDate else { return }
        account = nil
        if needed != nil { effects.note(.neededAccountPurged(known.key)) }
    }

    /// TW 11.3: the solver's database has this collector with status 0.
    mutating func request(_ key: AccountKey, _ rules: WorkerRules, now: Timestamp, effects: inout Effects) {
        if let known = account, needed != nil {
            // TW 30.7: the account is there, only the solver has not heard of it.
            guard !known.accountID.isEmpty else { return }
            effects.collectorChanges += [
                CollectorChange(key: key, step: .requested), CollectorChange(key: key, step: .activated(known.accountID)),
            ]
            return effects.wake(.collectorSync)
        }
        if let needed {
            guard account == nil, needed.configuredAt.adding(rules.extremeMessageDelay) < now else { return }
            effects.note(.accountRequestedAgain(key))
            self.needed!.configuredAt = now
        } else {
            needed = NeededWorkerAccount(key: key, configuredAt: now)
        }
        effects.send(.configureAccount(.requesting(key, ts: now)))
        effects.collectorChanges.append(CollectorChange(key: key, step: .requested))
        effects.wake(.collectorSync)
    }
}

extension AccountUpdate {
    /// TW 11.5.4: whether the account is on its way to be deleted.
    fileprivate var isDiscarded: Bool {
        configFlags & Constants.scheduledForDeletionFlag != 0 && negligibleAmount >= 0.99999 * Constants.hugeNegligibleAmount
    }

    /// TW 11.5.6: the order of events.
    fileprivate func isLater(than known: WorkerAccount) -> Bool {
        if (creationDate, lastChangeTs) != (known.creationDate, known.lastChangeTs) {
            return (creationDate, lastChangeTs) > (known.creationDate, known.lastChangeTs)
        }
        return lastChangeSeqnum.isLater(than: known.lastChangeSeqnum)
    }

    fileprivate func isSameEvent(as known: WorkerAccount) -> Bool {
        (creationDate, lastChangeTs, lastChangeSeqnum) == (known.creationDate, known.lastChangeTs, known.lastChangeSeqnum)
    }
}

extension ConfigureAccount {
    /// TW 11.3.1.
    static func requesting(_ key: AccountKey, ts: Timestamp) -> ConfigureAccount {
        ConfigureAccount(
            debtorID: key.debtor, creditorID: key.creditor, negligibleAmount: Constants.hugeNegligibleAmount, configData: "",
            configFlags: Constants.defaultConfigFlags, seqnum: 0, ts: ts)
    }

    /// TW 11.5.4: nobody needs the account; it shall be deleted.
    static func discarding(_ debtor: DebtorID, _ creditor: CreditorID, ts: Timestamp) -> ConfigureAccount {
        ConfigureAccount(
            debtorID: debtor, creditorID: creditor, negligibleAmount: Constants.hugeNegligibleAmount, configData: "",
            configFlags: Constants.defaultConfigFlags | Constants.scheduledForDeletionFlag, seqnum: 0, ts: ts)
    }
}
