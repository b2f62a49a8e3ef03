/// SMP 4.9: an account does not exist any more.
public struct AccountPurge: AccountMessage {
    public static let kind = MessageKind.accountPurge
    public static let layout = MessageLayout(describing: Self.self)

    public var debtorID: DebtorID
    public var creditorID: CreditorID
    /// The day on which the account was created; it tells the account from earlier ones with the same IDs.
    public var creationDate: CalendarDate
    public var ts: Timestamp

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(debtorID: DebtorID, creditorID: CreditorID, creationDate: CalendarDate, ts: Timestamp) {
        self.debtorID = debtorID
        self.creditorID = creditorID
        self.creationDate = creationDate
        self.ts = ts
    }

    public init(fields: inout FieldReader) {
        fields.type(Self.kind)
        debtorID = fields.id("debtor_id")
        creditorID = fields.id("creditor_id")
        creationDate = fields.date("creation_date")
        ts = fields.timestamp("ts")
    }

    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", Self.typeName)
        writer.member("debtor_id", debtorID)
        writer.member("creditor_id", creditorID)
        writer.member("creation_date", creationDate)
        writer.member("ts", ts)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(debtorID: debtorID, creditorID: creditorID)
    }
}
