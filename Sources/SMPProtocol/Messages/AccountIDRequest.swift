/// SMP 5.3: asks for the account id of a recipient.
public struct AccountIDRequest: AccountMessage {
    public static let kind = MessageKind.accountIDRequest
    public static let layout = MessageLayout(describing: Self.self)

    /// The collector that the message is about.
    public var collectorID: CreditorID
    /// The turn of the trade service.
    public var turnID: TurnID
    /// Never 0.
    public var debtorID: DebtorID
    public var creditorID: CreditorID
    /// In profile A it was `is_dispatching` (SMP 1.3.2).
    public var transferKind: TransferKind
    public var ts: Timestamp

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(
        collectorID: CreditorID, turnID: TurnID, debtorID: DebtorID, creditorID: CreditorID, transferKind: TransferKind,
        ts: Timestamp
    ) {
        self.collectorID = collectorID
        self.turnID = turnID
        self.debtorID = debtorID
        self.creditorID = creditorID
        self.transferKind = transferKind
        self.ts = ts
    }

    public init(fields: inout FieldReader) {
        fields.type(Self.kind)
        collectorID = fields.id("collector_id")
        turnID = TurnID(fields.int32("turn_id"))
        debtorID = fields.id("debtor_id", forbidden: 0, "Invalid debtor ID.")
        creditorID = fields.id("creditor_id")
        transferKind = fields.transferKind()
        ts = fields.timestamp("ts")
    }

    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", Self.typeName)
        writer.member("collector_id", collectorID)
        writer.member("turn_id", turnID)
        writer.member("debtor_id", debtorID)
        writer.member("creditor_id", creditorID)
        transferKind.encode(into: &writer)
        writer.member("ts", ts)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(debtorID: debtorID, creditorID: creditorID, collectorID: collectorID)
    }
}
