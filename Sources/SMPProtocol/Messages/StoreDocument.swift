/// SMP 5.3: carries what a fetched debtor info document says.
public struct StoreDocument: SMPMessage {
    public static let kind = MessageKind.storeDocument
    public static let layout = MessageLayout(describing: Self.self)

    /// Where the debtor info document is.
    public var debtorInfoLocator: String
    /// The debtor: the issuer of the currency.
    public var debtorID: DebtorID
    /// The three members of the peg are all `nil` or all not.
    public var pegDebtorInfoLocator: String?
    /// The currency to which this one is pegged; `nil` for none.
    public var pegDebtorID: DebtorID?
    /// What one token is worth in tokens of the other currency; `nil` for none.
    public var pegExchangeRate: Double?
    /// Until when the document promises to stay as it is; `nil` for no promise.
    public var willNotChangeUntil: Timestamp?
    public var ts: Timestamp

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(
        debtorInfoLocator: String, debtorID: DebtorID, pegDebtorInfoLocator: String? = nil, pegDebtorID: DebtorID? = nil,
        pegExchangeRate: Double? = nil, willNotChangeUntil: Timestamp? = nil, ts: Timestamp
    ) {
        self.debtorInfoLocator = debtorInfoLocator
        self.debtorID = debtorID
        self.pegDebtorInfoLocator = pegDebtorInfoLocator
        self.pegDebtorID = pegDebtorID
        self.pegExchangeRate = pegExchangeRate
        self.willNotChangeUntil = willNotChangeUntil
        self.ts = ts
    }

    public init(fields: inout FieldReader) {
        fields.type(Self.kind)
        debtorInfoLocator = fields.string("debtor_info_locator")
        debtorID = fields.id("debtor_id")
        pegDebtorInfoLocator = fields.optionalString("peg_debtor_info_locator")
        pegDebtorID = fields.optionalID("peg_debtor_id")
        pegExchangeRate = fields.optionalDouble("peg_exchange_rate", min: 0)
        willNotChangeUntil = fields.optionalTimestamp("will_not_change_until")
        ts = fields.timestamp("ts")
    }

    public func checkRules(_ report: inout RuleReport) {
        report.require(
            (pegExchangeRate == nil) == (pegDebtorID == nil) && (pegDebtorID == nil) == (pegDebtorInfoLocator == nil),
            "peg_debtor_info_locator, peg_debtor_id, and peg_exchange_rate fields must all be missing, or must all be present.")
    }

    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", Self.typeName)
        writer.member("debtor_info_locator", debtorInfoLocator)
        writer.member("debtor_id", debtorID)
        writer.member("peg_debtor_info_locator", pegDebtorInfoLocator)
        writer.member("peg_debtor_id", pegDebtorID)
        writer.member("peg_exchange_rate", pegExchangeRate)
        writer.member("will_not_change_until", willNotChangeUntil)
        writer.member("ts", ts)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(debtorID: debtorID, iri: debtorInfoLocator)
    }
}
