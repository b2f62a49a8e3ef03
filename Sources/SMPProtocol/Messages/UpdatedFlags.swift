/// SMP 5.2: tells the trade service about the configuration flags of an account.
public struct UpdatedFlags: AccountMessage {
    public static let kind = MessageKind.updatedFlags
    public static let layout = MessageLayout(describing: Self.self)

    public var debtorID: DebtorID
    public var creditorID: CreditorID
    /// Later updates have greater ones.
    public var updateID: UpdateID
    /// Bits that the owner of the account sets.
    public var configFlags: Int32
    public var ts: Timestamp

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(debtorID: DebtorID, creditorID: CreditorID, updateID: UpdateID, configFlags: Int32, ts: Timestamp) {
        self.debtorID = debtorID
        self.creditorID = creditorID
        self.updateID = updateID
        self.configFlags = configFlags
        self.ts = ts
    }

    public init(fields: inout FieldReader) {
        fields.type(Self.kind)
        debtorID = fields.id("debtor_id")
        creditorID = fields.id("creditor_id")
        updateID = fields.id("update_id", in: 1...Int64.max)
        configFlags = fields.int32("config_flags")
        ts = fields.timestamp("ts")
    }

    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", Self.typeName)
        writer.member("debtor_id", debtorID)
        writer.member("creditor_id", creditorID)
        writer.member("update_id", updateID)
        writer.member("config_flags", configFlags)
        writer.member("ts", ts)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(debtorID: debtorID, creditorID: creditorID)
    }
}
