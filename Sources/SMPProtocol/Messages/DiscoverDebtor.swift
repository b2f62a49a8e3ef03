/// SMP 5.3: asks what the locator of a debtor's document is.
public struct DiscoverDebtor: SMPMessage {
    public static let kind = MessageKind.discoverDebtor
    public static let layout = MessageLayout(describing: Self.self)

    /// The debtor: the issuer of the currency.
    public var debtorID: DebtorID
    /// The address of the document that is meant.
    public var iri: String
    /// Whether the document is fetched although its locator is known.
    public var forceLocatorRefetch: Bool
    public var ts: Timestamp

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(debtorID: DebtorID, iri: String, forceLocatorRefetch: Bool, ts: Timestamp) {
        self.debtorID = debtorID
        self.iri = iri
        self.forceLocatorRefetch = forceLocatorRefetch
        self.ts = ts
    }

    public init(fields: inout FieldReader) {
        fields.type(Self.kind)
        debtorID = fields.id("debtor_id")
        iri = fields.string("iri")
        forceLocatorRefetch = fields.boolean("force_locator_refetch")
        ts = fields.timestamp("ts")
    }

    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", Self.typeName)
        writer.member("debtor_id", debtorID)
        writer.member("iri", iri)
        writer.member("force_locator_refetch", forceLocatorRefetch)
        writer.member("ts", ts)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(debtorID: debtorID)
    }
}
