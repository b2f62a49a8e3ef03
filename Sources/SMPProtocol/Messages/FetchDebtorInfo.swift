/// SMP 5.3: asks for a debtor info document to be fetched.
public struct FetchDebtorInfo: SMPMessage {
    public static let kind = MessageKind.fetchDebtorInfo
    public static let layout = MessageLayout(describing: Self.self)

    /// The address of the document that is meant.
    public var iri: String
    /// The debtor: the issuer of the currency.
    public var debtorID: DebtorID
    /// Whether somebody wants to know what the document says of the currency.
    public var isLocatorFetch: Bool
    /// Whether somebody wants to know the locator of the debtor.
    public var isDiscoveryFetch: Bool
    /// What is fetched instead of ``iri``; `nil` for nothing else.
    public var forcedIRI: String?
    /// 0 to 32767.
    public var recursionLevel: Int32
    public var ts: Timestamp

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(
        iri: String, debtorID: DebtorID, isLocatorFetch: Bool, isDiscoveryFetch: Bool, forcedIRI: String? = nil,
        recursionLevel: Int32, ts: Timestamp
    ) {
        self.iri = iri
        self.debtorID = debtorID
        self.isLocatorFetch = isLocatorFetch
        self.isDiscoveryFetch = isDiscoveryFetch
        self.forcedIRI = forcedIRI
        self.recursionLevel = recursionLevel
        self.ts = ts
    }

    public init(fields: inout FieldReader) {
        fields.type(Self.kind)
        iri = fields.string("iri")
        debtorID = fields.id("debtor_id")
        isLocatorFetch = fields.boolean("is_locator_fetch")
        isDiscoveryFetch = fields.boolean("is_discovery_fetch")
        forcedIRI = fields.optionalString("forced_iri")
        recursionLevel = fields.int32("recursion_level", in: 0...32_767)
        ts = fields.timestamp("ts")
    }

    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", Self.typeName)
        writer.member("iri", iri)
        writer.member("debtor_id", debtorID)
        writer.member("is_locator_fetch", isLocatorFetch)
        writer.member("is_discovery_fetch", isDiscoveryFetch)
        writer.member("forced_iri", forcedIRI)
        writer.member("recursion_level", recursionLevel)
        writer.member("ts", ts)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(debtorID: debtorID, iri: iri)
    }
}
