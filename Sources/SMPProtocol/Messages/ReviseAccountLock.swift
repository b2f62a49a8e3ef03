/// SMP 5.3: asks for the lock on an account to be adapted to a turn.
public struct ReviseAccountLock: AccountMessage {
    public static let kind = MessageKind.reviseAccountLock
    public static let layout = MessageLayout(describing: Self.self)

    public var creditorID: CreditorID
    /// Never 0.
    public var debtorID: DebtorID
    /// The turn of the trade service.
    public var turnID: TurnID
    public var ts: Timestamp

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(creditorID: CreditorID, debtorID: DebtorID, turnID: TurnID, ts: Timestamp) {
        self.creditorID = creditorID
        self.debtorID = debtorID
        self.turnID = turnID
        self.ts = ts
    }

    public init(fields: inout FieldReader) {
        fields.type(Self.kind)
        creditorID = fields.id("creditor_id")
        debtorID = fields.id("debtor_id", forbidden: 0, "Invalid debtor ID.")
        turnID = TurnID(fields.int32("turn_id"))
        ts = fields.timestamp("ts")
    }

    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", Self.typeName)
        writer.member("creditor_id", creditorID)
        writer.member("debtor_id", debtorID)
        writer.member("turn_id", turnID)
        writer.member("ts", ts)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(debtorID: debtorID, creditorID: creditorID)
    }
}
