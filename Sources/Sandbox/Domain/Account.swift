import SMPProtocol

/// An account as the authority keeps it (AA 3.1).
public struct Account: Hashable, Sendable {
    public let key: AccountKey
    public let creationDate: CalendarDate
    public var lastChangeSeqnum: SequenceNumber = 0
    public var lastChangeTs: Timestamp
    public var principal: Int64 = 0
    /// Accumulated up to ``lastChangeTs``.
    public var interest = 0.0
    /// Percents per year.
    public var interestRate: Float = 0
    public var previousInterestRate: Float = 0
    public var lastInterestRateChangeTs = Timestamp.epoch
    public var lastConfigTs = Timestamp.epoch
    public var lastConfigSeqnum: SequenceNumber = 0
    public var negligibleAmount: Float = 0
    public var configFlags: Int32 = 0
    public var configData = ""
    public var debtorInfo: DebtorInfo?
    public var lastTransferNumber: TransferNumber = 0
    public var lastTransferCommittedAt = Timestamp.epoch
    /// A tombstone: for transfers it does not exist (AA 3.1).
    public var isDeleted = false
    /// The principal did not fit any more: a violation of conservation (AA 5.4).
    public var isOverflown = false
    public var totalLockedAmount: Int64 = 0
    public var pendingTransfersCount: Int32 = 0
    public var lastTransferID: TransferID
    /// An `AccountUpdate` is owed.
    public var owesUpdate = false

    /// A new account.
    public init(key: AccountKey, creationDate: CalendarDate, now: Timestamp) {
        self.key = key
        self.creationDate = creationDate
        self.lastChangeTs = now
        self.lastTransferID = TransferID(Int64(creationDate.rawValue) << 40)
    }

    public var isScheduledForDeletion: Bool { configFlags & AuthorityRules.scheduledForDeletion != 0 }

    /// Whether others may send money to the account (AA 4.10).
    public var isReachable: Bool { key.isRoot || !(isDeleted || isScheduledForDeletion) }

    /// The interest outside of the principal at this moment (AA 5.1). A root account has none.
    public func accumulatedInterest(at now: Timestamp) -> Double {
        if key.isRoot { return 0 }
        return Interest.accumulated(
            principal: principal, interest: interest, rate: interestRate, seconds: now.seconds(since: lastChangeTs))
    }

    /// The whole tokens that the account is worth at this moment.
    public func balance(at now: Timestamp) -> Int64 {
        Interest.sum(principal, Interest.floorToAmount(accumulatedInterest(at: now))).amount
    }

    /// What is neither locked nor negative interest (AA 5.1).
    public func availableAmount(at now: Timestamp) -> Int64 {
        Interest.sum(balance(at: now), -totalLockedAmount).amount
    }

    /// Changes the money (AA 5.3). With zero deltas it only accrues the interest and counts a change.
    mutating func apply(principalDelta: Int64, interestDelta: Double, now: Timestamp) {
        interest = key.isRoot ? 0 : accumulatedInterest(at: now) + interestDelta
        let (sum, isClamped) = Interest.sum(principal, principalDelta)
        principal = sum
        isOverflown = isOverflown || isClamped
        countChange(now: now)
    }

    private mutating func countChange(now: Timestamp) {
        lastChangeSeqnum = lastChangeSeqnum.next
        lastChangeTs = max(lastChangeTs, now)
    }

    /// The message that tells the account's owner its state (AA 8).
    func update(rules: AuthorityRules, ts: Timestamp) -> AccountUpdate {
        AccountUpdate(
            debtorID: key.debtorID, creditorID: key.creditorID, creationDate: creationDate, lastChangeTs: lastChangeTs,
            lastChangeSeqnum: lastChangeSeqnum, principal: principal, interest: interest,
            interestRate: Double(String(interestRate)) ?? 0, lastInterestRateChangeTs: lastInterestRateChangeTs, lastConfigTs: lastConfigTs,
            lastConfigSeqnum: lastConfigSeqnum, negligibleAmount: negligibleAmount, configFlags: configFlags, configData: configData,
            accountID: key.accountID, debtorInfoIRI: debtorInfo?.iri ?? "", debtorInfoContentType: debtorInfo?.contentType ?? "",
            debtorInfoSHA256: debtorInfo?.sha256 ?? "", lastTransferNumber: lastTransferNumber,
            lastTransferCommittedAt: lastTransferCommittedAt, demurrageRate: rules.demurrageRate, commitPeriod: rules.commitPeriodSeconds,
            transferNoteMaxBytes: rules.transferNoteMaxBytes, ts: ts, ttl: Int32(clamping: rules.maxConfigDelaySeconds))
    }
}

/// Where the description of a currency is found (AA 4.5). Missing parts are empty.
public struct DebtorInfo: Hashable, Sendable {
    public var iri: String
    public var contentType: String
    /// 64 upper-case hexadecimal digits, or empty.
    public var sha256: String

    public init(iri: String, contentType: String = "", sha256: String = "") {
        self.iri = iri
        self.contentType = contentType
        self.sha256 = sha256
    }
}

/// What a debtor's configuration says of its currency (AA 4.2, 4.3).
public struct RootConfiguration: Hashable, Sendable {
    /// Percents per year, in single precision like the accounts' own rates (AA 16.4).
    public var rate: Float
    /// How much may be issued.
    public var limit: Int64
    public var info: DebtorInfo?

    public init(rate: Float = 0, limit: Int64 = .max, info: DebtorInfo? = nil) {
        self.rate = rate
        self.limit = limit
        self.info = info
    }
}
