/// Tells the worker of a collector that a transfer for which the collector waits will not come (TW 30.3, 30.4). Other implementations do
/// not know this message and put it aside; then the collector waits as long as it would have.
public struct AbandonedTransfer: SMPMessage {
    public static let kind = MessageKind.abandonedTransfer
    public static let layout = MessageLayout(describing: Self.self)

    /// Who waits.
    public var collectorID: CreditorID
    /// The turn of the trade service.
    public var turnID: TurnID
    /// Never 0.
    public var debtorID: DebtorID
    /// Who does not pay: a seller, or another collector.
    public var creditorID: CreditorID
    /// From a seller to his collector; otherwise from collector to collector.
    public var isCollecting: Bool
    public var ts: Timestamp

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(
        collectorID: CreditorID, turnID: TurnID, debtorID: DebtorID, creditorID: CreditorID, isCollecting: Bool, ts: Timestamp
    ) {
        self.collectorID = collectorID
        self.turnID = turnID
        self.debtorID = debtorID
        self.creditorID = creditorID
        self.isCollecting = isCollecting
        self.ts = ts
    }

    public init(fields: inout FieldReader) {
        fields.type(Self.kind)
        collectorID = fields.id("collector_id")
        turnID = TurnID(fields.int32("turn_id"))
        debtorID = fields.id("debtor_id", forbidden: 0, "Invalid debtor ID.")
        creditorID = fields.id("creditor_id")
        isCollecting = fields.boolean("is_collecting")
        ts = fields.timestamp("ts")
    }

    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", Self.typeName)
        writer.member("collector_id", collectorID)
        writer.member("turn_id", turnID)
        writer.member("debtor_id", debtorID)
        writer.member("creditor_id", creditorID)
        writer.member("is_collecting", isCollecting)
        writer.member("ts", ts)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(debtorID: debtorID, creditorID: creditorID, collectorID: collectorID)
    }
}
