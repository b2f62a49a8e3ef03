/// SMP 5.1: activates a reserved creditor.
public struct ActivateCreditor: SMPMessage {
    public static let kind = MessageKind.activateCreditor
    public static let layout = MessageLayout(describing: Self.self)

    /// The creditor whose account it is.
    public var creditorID: CreditorID
    /// At most 100 characters.
    public var reservationID: String
    /// Required and not used.
    public var ts: Timestamp

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(creditorID: CreditorID, reservationID: String, ts: Timestamp) {
        self.creditorID = creditorID
        self.reservationID = reservationID
        self.ts = ts
    }

    public init(fields: inout FieldReader) {
        fields.type(Self.kind)
        creditorID = fields.id("creditor_id")
        reservationID = fields.string("reservation_id", max: 100)
        ts = fields.timestamp("ts")
    }

    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", Self.typeName)
        writer.member("creditor_id", creditorID)
        writer.member("reservation_id", reservationID)
        writer.member("ts", ts)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(creditorID: creditorID)
    }
}
