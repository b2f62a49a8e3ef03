import SMPProtocol

/// The mutable heart of an account (CA 4.2): what the accounting authority reports, what the creditor wishes, what he is told, and his
/// ledger.
struct AccountData: Equatable, Sendable {
    let key: AccountKey
    var server: ServerAccount
    var config: AccountConfig
    var info: AccountInfo
    var ledger: Ledger

    /// CA 4.2: nobody will notice when the account is gone.
    var isDeletionSafe: Bool { !server.exists && config.isScheduledForDeletion && config.isEffectual }
}

/// The account at the accounting authority, as last reported.
struct ServerAccount: Equatable, Sendable {
    /// 1970-01-01 when none has been seen.
    var creationDate = CalendarDate.epoch
    var lastChangeAt = Timestamp.epoch
    var lastChangeSeqnum = SequenceNumber(0)
    var principal: Int64 = 0
    var interest: Double = 0
    var lastTransferNumber = TransferNumber(0)
    var lastTransferCommittedAt = Timestamp.epoch
    var lastHeartbeatAt: Timestamp
    /// True after an AccountUpdate, false after an AccountPurge.
    var exists = false

    /// What news about the account are compared with (CA 9.2 step 4).
    var state: AccountState { AccountState(creationDate: creationDate, changedAt: lastChangeAt, seqnum: lastChangeSeqnum) }
}

/// The configuration that the creditor wishes (CA 6.3), and what became of it.
struct AccountConfig: Equatable, Sendable {
    /// Version of the configuration that was sent last.
    var at: Timestamp
    var seqnum = SequenceNumber(0)
    var negligibleAmount = AccountConfiguration.hugeNegligibleAmount
    var flags = AccountConfiguration.defaultFlags
    var data = ""
    /// Never sent.
    var allowUnsafeDeletion = false
    /// The accounting authority has confirmed exactly this configuration.
    var isEffectual = false
    var error: String?
    var version: Version

    var isScheduledForDeletion: Bool {
        get { flags & AccountConfiguration.scheduledForDeletionFlag != 0 }
        set {
            let flag = AccountConfiguration.scheduledForDeletionFlag
            flags = newValue ? flags | flag : flags & ~flag
        }
    }

    /// What news about the configuration are compared with (CA 9.1, 9.2).
    var sent: SentConfiguration {
        SentConfiguration(ts: at, seqnum: seqnum, flags: flags, data: data, negligibleAmount: Double(negligibleAmount))
    }
}

/// What the creditor is told about his account (CA-API 12.9).
struct AccountInfo: Equatable, Sendable {
    /// Percents per year.
    var interestRate: Float = 0
    var interestRateChangedAt = Timestamp.epoch
    var noteMaxBytes: Int32 = 0
    var accountID = AccountID.none
    var debtorInfo = DebtorInfo()
    var version: Version
}

/// Where the debtor describes itself. Empty texts of the protocol are absent here.
struct DebtorInfo: Sendable {
    var iri: String?
    var contentType: String?
    /// 32 bytes.
    var sha256: [UInt8]?
}

extension DebtorInfo: Equatable {
    static func == (a: DebtorInfo, b: DebtorInfo) -> Bool {
        a.iri.isExactly(b.iri) && a.contentType.isExactly(b.contentType) && a.sha256 == b.sha256
    }
}

/// The creditor's ledger with one debtor (CA 10.1).
struct Ledger: Equatable, Sendable {
    /// After the last entry.
    var principal: Int64 = 0
    var lastEntryID: Int64
    /// The last transfer taken into the ledger.
    var lastTransferNumber = TransferNumber(0)
    /// Commit time of a known transfer that waits for a missing predecessor. Unless `hasWork`, it is absent if and only if no stored
    /// transfer of this server account lies ahead of the ledger.
    var pendingTransferAt: Timestamp?
    /// The ledger could not be advanced as far as possible at once; the ledger job will do it (CA 10.4).
    var hasWork = false
    var version: Version

    var nextEntryID: Int64 { lastEntryID + 1 }
}
