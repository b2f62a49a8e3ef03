/// Which state of a server account is the latest: creation date, moment and sequence number, in this order, the last one wrapping.
public struct AccountState: Equatable, Sendable {
    /// 1970-01-01 when none has been seen.
    public let creationDate: CalendarDate
    /// When something of the account was changed last.
    public let changedAt: Timestamp
    /// Of the last change; wraps.
    public let seqnum: SequenceNumber

    /// A state with these members.
    public init(creationDate: CalendarDate, changedAt: Timestamp, seqnum: SequenceNumber) {
        self.creationDate = creationDate
        self.changedAt = changedAt
        self.seqnum = seqnum
    }

    /// CA 9.2 step 4, DA 10.2.4.
    public func isLater(than other: AccountState) -> Bool {
        if creationDate != other.creationDate { return creationDate > other.creationDate }
        if changedAt != other.changedAt { return changedAt > other.changedAt }
        return seqnum.isLater(than: other.seqnum)
    }
}

extension AccountUpdate {
    /// The state that the message tells.
    public var state: AccountState {
        AccountState(creationDate: creationDate, changedAt: lastChangeTs, seqnum: lastChangeSeqnum)
    }

    /// Whether the news are too old to be listened to (CA 9.2 step 1, DA 10.2.1). Equality is not expired.
    public func isExpired(now: Timestamp) -> Bool { now.microseconds(since: ts) > Int64(ttl) * 1_000_000 }

    /// The message that asks the accounting authority to discard an account that nobody here has (CA 9.3, DA 10.3); nil when it shows
    /// that it is going already.
    ///
    /// - Parameters:
    ///   - ts, seqnum: the version of the configuration; later than every one that was sent before.
    public func orphanAnswer(ts: Timestamp, seqnum: SequenceNumber = 0) -> ConfigureAccount? {
        let huge = AccountConfiguration.hugeNegligibleAmount
        let isGoing =
            configFlags & AccountConfiguration.scheduledForDeletionFlag != 0
            && Double(negligibleAmount) >= (1 - AccountConfiguration.epsilon) * Double(huge)
        if isGoing { return nil }
        return ConfigureAccount(
            debtorID: debtorID, creditorID: creditorID, negligibleAmount: huge, configData: "",
            configFlags: AccountConfiguration.scheduledForDeletionFlag, seqnum: seqnum, ts: ts)
    }
}
