/// SMP 5.3: asks for the surplus of a collector to be computed (profile B).
public struct CalculateSurplus: SMPMessage {
    public static let kind = MessageKind.calculateSurplus
    public static let layout = MessageLayout(describing: Self.self)

    /// The collector that the message is about.
    public var collectorID: CreditorID
    /// Never 0.
    public var debtorID: DebtorID
    /// The turn of the trade service.
    public var turnID: TurnID
    public var ts: Timestamp

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(collectorID: CreditorID, debtorID: DebtorID, turnID: TurnID, ts: Timestamp) {
        self.collectorID = collectorID
        self.debtorID = debtorID
        self.turnID = turnID
        self.ts = ts
    }

    public init(fields: inout FieldReader) {
        fields.type(Self.kind)
        collectorID = fields.id("collector_id")
        debtorID = fields.id("debtor_id", forbidden: 0, "Invalid debtor ID.")
        turnID = TurnID(fields.int32("turn_id"))
        ts = fields.timestamp("ts")
    }

    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", Self.typeName)
        writer.member("collector_id", collectorID)
        writer.member("debtor_id", debtorID)
        writer.member("turn_id", turnID)
        writer.member("ts", ts)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(debtorID: debtorID, collectorID: collectorID)
    }
}
