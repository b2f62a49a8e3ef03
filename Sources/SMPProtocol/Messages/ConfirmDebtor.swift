/// SMP 5.3: confirms the locator of a debtor's document.
public struct ConfirmDebtor: SMPMessage {
    public static let kind = MessageKind.confirmDebtor
    public static let layout = MessageLayout(describing: Self.self)

    /// The debtor: the issuer of the currency.
    public var debtorID: DebtorID
    /// Where the debtor info document is.
    public var debtorInfoLocator: String
    public var ts: Timestamp

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(debtorID: DebtorID, debtorInfoLocator: String, ts: Timestamp) {
        self.debtorID = debtorID
        self.debtorInfoLocator = debtorInfoLocator
        self.ts = ts
    }

    public init(fields: inout FieldReader) {
        fields.type(Self.kind)
        debtorID = fields.id("debtor_id")
        debtorInfoLocator = fields.string("debtor_info_locator")
        ts = fields.timestamp("ts")
    }

    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", Self.typeName)
        writer.member("debtor_id", debtorID)
        writer.member("debtor_info_locator", debtorInfoLocator)
        writer.member("ts", ts)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(debtorID: debtorID)
    }
}
