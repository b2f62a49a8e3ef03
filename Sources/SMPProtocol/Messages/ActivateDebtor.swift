/// SMP 5.1: activates a reserved debtor.
public struct ActivateDebtor: SMPMessage {
    public static let kind = MessageKind.activateDebtor
    public static let layout = MessageLayout(describing: Self.self)

    /// The debtor: the issuer of the currency.
    public var debtorID: DebtorID
    /// At most 100 characters.
    public var reservationID: String
    /// Required and not used.
    public var ts: Timestamp

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(debtorID: DebtorID, reservationID: String, ts: Timestamp) {
        self.debtorID = debtorID
        self.reservationID = reservationID
        self.ts = ts
    }

    public init(fields: inout FieldReader) {
        fields.type(Self.kind)
        debtorID = fields.id("debtor_id")
        reservationID = fields.string("reservation_id", max: 100)
        ts = fields.timestamp("ts")
    }

    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", Self.typeName)
        writer.member("debtor_id", debtorID)
        writer.member("reservation_id", reservationID)
        writer.member("ts", ts)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(debtorID: debtorID)
    }
}
