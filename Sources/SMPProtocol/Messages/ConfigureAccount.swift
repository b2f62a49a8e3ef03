/// SMP 4.1: asks the accounting authority to make or reconfigure an account; the Creditors Agent also gets it back when no peer takes it.
public struct ConfigureAccount: AccountMessage {
    public static let kind = MessageKind.configureAccount
    public static let layout = MessageLayout(describing: Self.self)

    public var debtorID: DebtorID
    public var creditorID: CreditorID
    /// Amounts up to this are of no interest to the account's owner. Single precision at rest and on the wire (SMP 3.2.1).
    public var negligibleAmount: Float
    /// At most 2000 bytes.
    public var configData: String
    /// Bits that the owner of the account sets.
    public var configFlags: Int32
    /// The counter of the configuration; wraps.
    public var seqnum: SequenceNumber
    public var ts: Timestamp

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(
        debtorID: DebtorID, creditorID: CreditorID, negligibleAmount: Float, configData: String, configFlags: Int32,
        seqnum: SequenceNumber, ts: Timestamp
    ) {
        self.debtorID = debtorID
        self.creditorID = creditorID
        self.negligibleAmount = negligibleAmount
        self.configData = configData
        self.configFlags = configFlags
        self.seqnum = seqnum
        self.ts = ts
    }

    public init(fields: inout FieldReader) {
        fields.type(Self.kind)
        debtorID = fields.id("debtor_id")
        creditorID = fields.id("creditor_id")
        negligibleAmount = fields.single("negligible_amount", min: 0)
        configData = fields.string("config_data", max: 2000, maxBytes: 2000)
        configFlags = fields.int32("config_flags")
        seqnum = SequenceNumber(fields.int32("seqnum"))
        ts = fields.timestamp("ts")
    }

    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", Self.typeName)
        writer.member("debtor_id", debtorID)
        writer.member("creditor_id", creditorID)
        writer.member("ts", ts)
        writer.member("seqnum", seqnum)
        writer.member("negligible_amount", negligibleAmount)
        writer.member("config_data", configData)
        writer.member("config_flags", configFlags)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(debtorID: debtorID, creditorID: creditorID)
    }
}
