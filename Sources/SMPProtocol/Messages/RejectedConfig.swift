/// SMP 4.2: a configuration was refused. The Creditors Agent also sends it to itself (SMP 9.3).
public struct RejectedConfig: AccountMessage {
    public static let kind = MessageKind.rejectedConfig
    public static let layout = MessageLayout(describing: Self.self)

    public var debtorID: DebtorID
    public var creditorID: CreditorID
    /// The moment of the configuration that was refused.
    public var configTs: Timestamp
    /// The number of the configuration that was refused.
    public var configSeqnum: SequenceNumber
    /// Bits that the owner of the account sets.
    public var configFlags: Int32
    /// At most 2000 bytes.
    public var configData: String
    /// Amounts up to this are of no interest to the account's owner. Single precision at rest and on the wire (SMP 3.2.1).
    public var negligibleAmount: Float
    /// At most 30 ASCII characters, may be empty.
    public var rejectionCode: String
    public var ts: Timestamp

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(
        debtorID: DebtorID, creditorID: CreditorID, configTs: Timestamp, configSeqnum: SequenceNumber, configFlags: Int32,
        configData: String, negligibleAmount: Float, rejectionCode: String, ts: Timestamp
    ) {
        self.debtorID = debtorID
        self.creditorID = creditorID
        self.configTs = configTs
        self.configSeqnum = configSeqnum
        self.configFlags = configFlags
        self.configData = configData
        self.negligibleAmount = negligibleAmount
        self.rejectionCode = rejectionCode
        self.ts = ts
    }

    public init(fields: inout FieldReader) {
        fields.type(Self.kind)
        debtorID = fields.id("debtor_id")
        creditorID = fields.id("creditor_id")
        configTs = fields.timestamp("config_ts")
        configSeqnum = SequenceNumber(fields.int32("config_seqnum"))
        configFlags = fields.int32("config_flags")
        configData = fields.string("config_data", max: 2000, maxBytes: 2000)
        negligibleAmount = fields.single("negligible_amount", min: 0)
        rejectionCode = fields.ascii("rejection_code", max: 30)
        ts = fields.timestamp("ts")
    }

    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", Self.typeName)
        writer.member("debtor_id", debtorID)
        writer.member("creditor_id", creditorID)
        writer.member("config_ts", configTs)
        writer.member("config_seqnum", configSeqnum)
        writer.member("negligible_amount", negligibleAmount)
        writer.member("config_data", configData)
        writer.member("config_flags", configFlags)
        writer.member("ts", ts)
        writer.member("rejection_code", rejectionCode)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(debtorID: debtorID, creditorID: creditorID)
    }
}
