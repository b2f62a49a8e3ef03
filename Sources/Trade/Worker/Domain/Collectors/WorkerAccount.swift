import SMPProtocol

/// A collector's account, as its last `AccountUpdate` described it (TW 7.6).
struct WorkerAccount: Equatable, Sendable {
    let key: AccountKey
    var creationDate: CalendarDate
    var lastChangeTs: Timestamp
    var lastChangeSeqnum: SequenceNumber
    var principal: Int64
    var interest: Double
    /// Percents per year, at least −100; stored in 32 bits, and all rules see the stored value (TW 22.7).
    var interestRate: Float
    var lastInterestRateChangeTs: Timestamp
    var configFlags: Int32
    /// Empty: none yet.
    var accountID: AccountID
    var debtorInfoIRI: String?
    var lastTransferNumber: TransferNumber
    var lastTransferCommittedAt: Timestamp
    /// Percents per year, −100...0.
    var demurrageRate: Double
    var commitPeriod: Int32
    var transferNoteMaxBytes: Int32
    var lastHeartbeatTs: Timestamp
    var surplus = Surplus()

    /// What of the balance is owed to nobody (TW-23).
    struct Surplus: Equatable, Sendable {
        var amount: Int64 = 0
        var ts = Timestamp.epoch
        /// How much of it has been sold since.
        var spentAmount: Int64 = 0
        /// Plays the part of a ledger's last transfer number (TW 23.9).
        var lastTransferNumber: TransferNumber = 0
        var lastMovingTurn = TurnID(.min)
    }
}

extension WorkerAccount {
    /// TW 11.5: whether trading with the account is acceptable.
    static func isEligible(_ m: AccountUpdate, _ rules: WorkerRules) -> Bool {
        m.demurrageRate >= rules.minDemurrageRate && Duration.seconds(Int64(m.commitPeriod)) >= rules.turnMaxCommitPeriod
            && m.transferNoteMaxBytes >= rules.minTransferNoteMaxBytes
    }

    /// A new row (TW 11.5.5).
    init(_ m: AccountUpdate, now: Timestamp) {
        key = AccountKey(creditor: m.creditorID, debtor: m.debtorID)
        creationDate = m.creationDate
        lastChangeTs = m.lastChangeTs
        lastChangeSeqnum = m.lastChangeSeqnum
        principal = m.principal
        interest = m.interest
        interestRate = Float(m.interestRate)
        lastInterestRateChangeTs = m.lastInterestRateChangeTs
        configFlags = m.configFlags
        accountID = m.accountID
        debtorInfoIRI = m.iri
        lastTransferNumber = m.lastTransferNumber
        lastTransferCommittedAt = m.lastTransferCommittedAt
        demurrageRate = m.demurrageRate
        commitPeriod = m.commitPeriod
        transferNoteMaxBytes = m.transferNoteMaxBytes
        lastHeartbeatTs = min(m.ts, now)
    }

    /// What a newer event says, without what only this worker knows (TW 11.5.6).
    mutating func take(_ m: AccountUpdate, now: Timestamp) {
        var new = WorkerAccount(m, now: now)
        if !accountID.isEmpty { new.accountID = accountID }
        new.surplus = surplus
        new.lastHeartbeatTs = lastHeartbeatTs
        self = new
    }
}

extension AccountUpdate {
    /// Empty means none (TW 11.5).
    var iri: String? { debtorInfoIRI.isEmpty ? nil : debtorInfoIRI }
}
