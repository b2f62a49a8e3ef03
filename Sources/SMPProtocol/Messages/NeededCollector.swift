/// SMP 5.3: a collector account is needed for a debtor.
public struct NeededCollector: SMPMessage {
    public static let kind = MessageKind.neededCollector
    public static let layout = MessageLayout(describing: Self.self)

    /// Never 0.
    public var debtorID: DebtorID
    public var ts: Timestamp

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(debtorID: DebtorID, ts: Timestamp) {
        self.debtorID = debtorID
        self.ts = ts
    }

    public init(fields: inout FieldReader) {
        fields.type(Self.kind)
        debtorID = fields.id("debtor_id", forbidden: 0, "Invalid debtor ID.")
        ts = fields.timestamp("ts")
    }

    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", Self.typeName)
        writer.member("debtor_id", debtorID)
        writer.member("ts", ts)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(debtorID: debtorID)
    }
}
