/// SMP 5.3: tells that a collector account got its identity (profile A only; accepted, never needed).
public struct ActivateCollector: AccountMessage {
    public static let kind = MessageKind.activateCollector
    public static let layout = MessageLayout(describing: Self.self)

    public var debtorID: DebtorID
    /// The collector.
    public var creditorID: CreditorID
    /// Never empty.
    public var accountID: AccountID
    public var ts: Timestamp

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(debtorID: DebtorID, creditorID: CreditorID, accountID: AccountID, ts: Timestamp) {
        self.debtorID = debtorID
        self.creditorID = creditorID
        self.accountID = accountID
        self.ts = ts
    }

    public init(fields: inout FieldReader) {
        fields.type(Self.kind)
        debtorID = fields.id("debtor_id")
        creditorID = fields.id("creditor_id")
        accountID = fields.accountID("account_id", ascii: false, min: 1)
        ts = fields.timestamp("ts")
    }

    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", Self.typeName)
        writer.member("debtor_id", debtorID)
        writer.member("creditor_id", creditorID)
        writer.member("account_id", accountID)
        writer.member("ts", ts)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(debtorID: debtorID, creditorID: creditorID)
    }
}
