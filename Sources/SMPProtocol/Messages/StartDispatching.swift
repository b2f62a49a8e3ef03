/// SMP 5.3: the amounts of a collector may be dispatched to the buyers.
public struct StartDispatching: SMPMessage {
    public static let kind = MessageKind.startDispatching
    public static let layout = MessageLayout(describing: Self.self)

    /// The collector that the message is about.
    public var collectorID: CreditorID
    /// The turn of the trade service.
    public var turnID: TurnID
    /// Never 0.
    public var debtorID: DebtorID
    public var ts: Timestamp

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(collectorID: CreditorID, turnID: TurnID, debtorID: DebtorID, ts: Timestamp) {
        self.collectorID = collectorID
        self.turnID = turnID
        self.debtorID = debtorID
        self.ts = ts
    }

    public init(fields: inout FieldReader) {
        fields.type(Self.kind)
        collectorID = fields.id("collector_id")
        turnID = TurnID(fields.int32("turn_id"))
        debtorID = fields.id("debtor_id", forbidden: 0, "Invalid debtor ID.")
        ts = fields.timestamp("ts")
    }

    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", Self.typeName)
        writer.member("collector_id", collectorID)
        writer.member("turn_id", turnID)
        writer.member("debtor_id", debtorID)
        writer.member("ts", ts)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(debtorID: debtorID, collectorID: collectorID)
    }
}
