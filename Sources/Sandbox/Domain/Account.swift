import SMPProtocol

/// An account as the authority keeps it (AA 3.1).
struct Account: Codable, Hashable, Sendable {
    let key: AccountKey
    let creationDate: CalendarDate
    var lastChangeSeqnum: SequenceNumber = 0
    var lastChangeTs: Timestamp
    var principal: Int64 = 0
    /// Accumulated up to ``lastChangeTs``.
    var interest = 0.0
    /// Percents per year.
    var interestRate: Float = 0
    var previousInterestRate: Float = 0
    var lastInterestRateChangeTs = Timestamp.epoch
    var lastConfigTs = Timestamp.epoch
    var lastConfigSeqnum: SequenceNumber = 0
    var negligibleAmount: Float = 0
    var configFlags: Int32 = 0
    var configData = ""
    /// What ``configData`` of a root account says of the currency. Its own copy, so that the text is read once.
    var rootConfiguration = RootConfiguration()
    var debtorInfo: DebtorInfo?
    var lastTransferNumber: TransferNumber = 0
    var lastTransferCommittedAt = Timestamp.epoch
    /// A tombstone: for transfers it does not exist (AA 3.1).
    var isDeleted = false
    /// The principal did not fit any more: a violation of conservation (AA 5.4).
    var isOverflown = false
    var totalLockedAmount: Int64 = 0
    var pendingTransfersCount: Int32 = 0
    var lastTransferID: TransferID
    /// When the last `AccountUpdate` was sent.
    var lastHeartbeatTs: Timestamp
    /// An `AccountUpdate` is owed.
    var owesUpdate = false
    /// When the account gets its name; nil: it has it (AA 12.5). Without a name nobody can pay to it (AA 1.4).
    var isNamedAt: Timestamp?

    /// A new account.
    init(key: AccountKey, creationDate: CalendarDate, now: Timestamp) {
        self.key = key
        self.creationDate = creationDate
        lastChangeTs = now
        lastHeartbeatTs = now
        lastTransferID = TransferID(Int64(creationDate.rawValue) << 40)
    }

    var isScheduledForDeletion: Bool { configFlags & AuthorityRules.scheduledForDeletion != 0 }

    /// Whether others may send money to the account (AA 4.10).
    var isReachable: Bool { key.isRoot || !(isDeleted || isScheduledForDeletion || isNamedAt != nil) }

    /// The configuration that was applied last, for the order of configurations (AA 4.1).
    var lastConfig: EventStamp { EventStamp(ts: lastConfigTs, seqnum: lastConfigSeqnum) }

    /// The interest outside of the principal at this moment (AA 5.1). A root account has none.
    func accumulatedInterest(at now: Timestamp) -> Double {
        if key.isRoot { return 0 }
        return Interest.accumulated(
            principal: principal, interest: interest, rate: interestRate, seconds: now.seconds(since: lastChangeTs))
    }

    /// The whole tokens that the account is worth at this moment.
    func balance(at now: Timestamp) -> Int64 {
        Interest.sum(principal, Interest.floorToAmount(accumulatedInterest(at: now))).amount
    }

    /// What is neither locked nor negative interest (AA 5.1).
    func availableAmount(at now: Timestamp) -> Int64 {
        Interest.sum(balance(at: now), -totalLockedAmount).amount
    }

    /// How far the balance may fall (AA 4.2): to zero, or, for the debtor's own account, to the stricter of its two limits.
    var minBalance: Int64 {
        key.isRoot ? -min(rootConfiguration.limit, Interest.floorToAmount(Double(negligibleAmount))) : 0
    }

    /// Whether the owner does not want to hear of a payment to the account (AA 7.3).
    func isNegligible(_ amount: Int64, _ type: CoordinatorType) -> Bool {
        type != .agent && amount > 0 && amount <= Interest.floorToAmount(Double(negligibleAmount))
    }

    /// Changes the money (AA 5.3). With zero deltas it only accrues the interest and counts a change.
    mutating func apply(principalDelta: Int64 = 0, interestDelta: Double = 0, now: Timestamp) {
        interest = key.isRoot ? 0 : accumulatedInterest(at: now) + interestDelta
        let (sum, isClamped) = Interest.sum(principal, principalDelta)
        principal = sum
        isOverflown = isOverflown || isClamped
        lastChangeSeqnum = lastChangeSeqnum.next
        lastChangeTs = max(lastChangeTs, now)
    }

    /// The message that tells the account's owner its state (AA 8).
    func update(rules: AuthorityRules, ts: Timestamp) -> AccountUpdate {
        AccountUpdate(
            debtorID: key.debtorID, creditorID: key.creditorID, creationDate: creationDate, lastChangeTs: lastChangeTs,
            lastChangeSeqnum: lastChangeSeqnum, principal: principal, interest: interest,
            interestRate: Self.widened(interestRate), lastInterestRateChangeTs: lastInterestRateChangeTs, lastConfigTs: lastConfigTs,
            lastConfigSeqnum: lastConfigSeqnum, negligibleAmount: negligibleAmount, configFlags: configFlags, configData: configData,
            accountID: isNamedAt == nil ? rules.accountID(of: key.creditorID) : .none, debtorInfoIRI: debtorInfo?.iri ?? "",
            debtorInfoContentType: debtorInfo?.contentType ?? "", debtorInfoSHA256: debtorInfo?.sha256 ?? "",
            lastTransferNumber: lastTransferNumber, lastTransferCommittedAt: lastTransferCommittedAt, demurrageRate: rules.demurrageRate,
            commitPeriod: rules.commitPeriodSeconds, transferNoteMaxBytes: rules.transferNoteMaxBytes, ts: ts,
            ttl: Int32(clamping: rules.maxConfigDelaySeconds))
    }

    /// The double with the same shortest decimal form: 3.567 stays 3.567 (AA 5.2).
    private static func widened(_ rate: Float) -> Double {
        rate.rounded() == rate ? Double(rate) : Double("\(rate)") ?? Double(rate)
    }
}
