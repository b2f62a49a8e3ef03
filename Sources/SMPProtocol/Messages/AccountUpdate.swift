/// SMP 4.8: the state of an account.
public struct AccountUpdate: AccountMessage {
    public static let kind = MessageKind.accountUpdate
    public static let layout = MessageLayout(describing: Self.self)

    public var debtorID: DebtorID
    public var creditorID: CreditorID
    /// The day on which the account was created; it tells the account from earlier ones with the same IDs.
    public var creationDate: CalendarDate
    /// When the account has last changed in a way that counts.
    public var lastChangeTs: Timestamp
    /// Orders changes at the same moment.
    public var lastChangeSeqnum: SequenceNumber
    /// The amount on the account, in tokens, without interest.
    public var principal: Int64
    /// Interest that has accumulated outside of the principal.
    public var interest: Double
    /// Percents per year, at least −100.
    public var interestRate: Double
    /// When the interest rate was last changed.
    public var lastInterestRateChangeTs: Timestamp
    /// The moment of the configuration that is in force.
    public var lastConfigTs: Timestamp
    /// The number of the configuration that is in force.
    public var lastConfigSeqnum: SequenceNumber
    /// Amounts up to this are of no interest to the account's owner. Single precision at rest and on the wire (SMP 3.2.1).
    public var negligibleAmount: Float
    /// Bits that the owner of the account sets.
    public var configFlags: Int32
    /// At most 2000 bytes.
    public var configData: String
    /// Empty when the account has no identity yet.
    public var accountID: AccountID
    /// Empty when there is none.
    public var debtorInfoIRI: String
    /// ASCII; empty when there is none.
    public var debtorInfoContentType: String
    /// Hexadecimal in either case, or empty.
    public var debtorInfoSHA256: String
    /// The number of the newest transfer on the account; 0 when there was none.
    public var lastTransferNumber: TransferNumber
    /// When that transfer was committed.
    public var lastTransferCommittedAt: Timestamp
    /// Percents per year, −100 to 0: the worst that can happen to a locked amount.
    public var demurrageRate: Double
    /// Seconds in which a prepared transfer can be committed.
    public var commitPeriod: Int32
    /// 0 to 500.
    public var transferNoteMaxBytes: Int32
    public var ts: Timestamp
    /// How long the message is fresh, in seconds after `ts`.
    public var ttl: Int32

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(
        debtorID: DebtorID, creditorID: CreditorID, creationDate: CalendarDate, lastChangeTs: Timestamp,
        lastChangeSeqnum: SequenceNumber, principal: Int64, interest: Double, interestRate: Double,
        lastInterestRateChangeTs: Timestamp, lastConfigTs: Timestamp, lastConfigSeqnum: SequenceNumber,
        negligibleAmount: Float, configFlags: Int32, configData: String, accountID: AccountID, debtorInfoIRI: String,
        debtorInfoContentType: String, debtorInfoSHA256: String, lastTransferNumber: TransferNumber,
        lastTransferCommittedAt: Timestamp, demurrageRate: Double, commitPeriod: Int32, transferNoteMaxBytes: Int32,
        ts: Timestamp, ttl: Int32
    ) {
        self.debtorID = debtorID
        self.creditorID = creditorID
        self.creationDate = creationDate
        self.lastChangeTs = lastChangeTs
        self.lastChangeSeqnum = lastChangeSeqnum
        self.principal = principal
        self.interest = interest
        self.interestRate = interestRate
        self.lastInterestRateChangeTs = lastInterestRateChangeTs
        self.lastConfigTs = lastConfigTs
        self.lastConfigSeqnum = lastConfigSeqnum
        self.negligibleAmount = negligibleAmount
        self.configFlags = configFlags
        self.configData = configData
        self.accountID = accountID
        self.debtorInfoIRI = debtorInfoIRI
        self.debtorInfoContentType = debtorInfoContentType
        self.debtorInfoSHA256 = debtorInfoSHA256
        self.lastTransferNumber = lastTransferNumber
        self.lastTransferCommittedAt = lastTransferCommittedAt
        self.demurrageRate = demurrageRate
        self.commitPeriod = commitPeriod
        self.transferNoteMaxBytes = transferNoteMaxBytes
        self.ts = ts
        self.ttl = ttl
    }

    public init(fields: inout FieldReader) {
        fields.type(Self.kind)
        debtorID = fields.id("debtor_id")
        creditorID = fields.id("creditor_id")
        creationDate = fields.date("creation_date")
        lastChangeTs = fields.timestamp("last_change_ts")
        lastChangeSeqnum = SequenceNumber(fields.int32("last_change_seqnum"))
        principal = fields.int64("principal")
        interest = fields.double("interest")
        interestRate = fields.double("interest_rate", min: -100)
        lastInterestRateChangeTs = fields.timestamp("last_interest_rate_change_ts")
        lastConfigTs = fields.timestamp("last_config_ts")
        lastConfigSeqnum = SequenceNumber(fields.int32("last_config_seqnum"))
        negligibleAmount = fields.single("negligible_amount", min: 0)
        configFlags = fields.int32("config_flags")
        configData = fields.string("config_data", max: 2000, maxBytes: 2000)
        accountID = fields.accountID("account_id")
        debtorInfoIRI = fields.string("debtor_info_iri", max: 200)
        debtorInfoContentType = fields.ascii("debtor_info_content_type", max: 100)
        debtorInfoSHA256 = fields.string("debtor_info_sha256", matching: .sha256Hex)
        lastTransferNumber = fields.id("last_transfer_number", in: 0...Int64.max)
        lastTransferCommittedAt = fields.timestamp("last_transfer_committed_at")
        demurrageRate = fields.double("demurrage_rate", min: -100, max: 0)
        commitPeriod = fields.int32("commit_period", in: 0...Int32.max)
        transferNoteMaxBytes = fields.int32("transfer_note_max_bytes", in: 0...500)
        ts = fields.timestamp("ts")
        ttl = fields.int32("ttl", in: 0...Int32.max)
    }

    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", Self.typeName)
        writer.member("debtor_id", debtorID)
        writer.member("creditor_id", creditorID)
        writer.member("creation_date", creationDate)
        writer.member("last_change_ts", lastChangeTs)
        writer.member("last_change_seqnum", lastChangeSeqnum)
        writer.member("principal", principal)
        writer.member("interest", interest)
        writer.member("interest_rate", interestRate)
        writer.member("last_interest_rate_change_ts", lastInterestRateChangeTs)
        writer.member("last_config_ts", lastConfigTs)
        writer.member("last_config_seqnum", lastConfigSeqnum)
        writer.member("negligible_amount", negligibleAmount)
        writer.member("config_flags", configFlags)
        writer.member("config_data", configData)
        writer.member("account_id", accountID)
        writer.member("debtor_info_iri", debtorInfoIRI)
        writer.member("debtor_info_content_type", debtorInfoContentType)
        writer.member("debtor_info_sha256", debtorInfoSHA256)
        writer.member("last_transfer_number", lastTransferNumber)
        writer.member("last_transfer_committed_at", lastTransferCommittedAt)
        writer.member("demurrage_rate", demurrageRate)
        writer.member("commit_period", commitPeriod)
        writer.member("transfer_note_max_bytes", transferNoteMaxBytes)
        writer.member("ts", ts)
        writer.member("ttl", ttl)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(debtorID: debtorID, creditorID: creditorID)
    }
}
