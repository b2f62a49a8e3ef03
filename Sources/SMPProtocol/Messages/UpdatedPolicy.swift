/// SMP 5.2: tells the trade service how a creditor wants an account to be traded.
public struct UpdatedPolicy: AccountMessage {
    public static let kind = MessageKind.updatedPolicy
    public static let layout = MessageLayout(describing: Self.self)

    public var debtorID: DebtorID
    public var creditorID: CreditorID
    /// Later updates have greater ones.
    public var updateID: UpdateID
    /// `nil` when the holder does not trade.
    public var policyName: String?
    /// Below this the creditor wants to buy, in tokens.
    public var minPrincipal: Int64
    /// At least `minPrincipal`.
    public var maxPrincipal: Int64
    /// Double precision, at least 0; `nil` together with `pegDebtorID`.
    public var pegExchangeRate: Double?
    /// The currency to which this one is pegged; `nil` for none.
    public var pegDebtorID: DebtorID?
    public var ts: Timestamp

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(
        debtorID: DebtorID, creditorID: CreditorID, updateID: UpdateID, policyName: String? = nil, minPrincipal: Int64,
        maxPrincipal: Int64, pegExchangeRate: Double? = nil, pegDebtorID: DebtorID? = nil, ts: Timestamp
    ) {
        self.debtorID = debtorID
        self.creditorID = creditorID
        self.updateID = updateID
        self.policyName = policyName
        self.minPrincipal = minPrincipal
        self.maxPrincipal = maxPrincipal
        self.pegExchangeRate = pegExchangeRate
        self.pegDebtorID = pegDebtorID
        self.ts = ts
    }

    public init(fields: inout FieldReader) {
        fields.type(Self.kind)
        debtorID = fields.id("debtor_id")
        creditorID = fields.id("creditor_id")
        updateID = fields.id("update_id", in: 1...Int64.max)
        policyName = fields.optionalString("policy_name")
        minPrincipal = fields.int64("min_principal")
        maxPrincipal = fields.int64("max_principal")
        pegExchangeRate = fields.optionalDouble("peg_exchange_rate", min: 0)
        pegDebtorID = fields.optionalID("peg_debtor_id")
        ts = fields.timestamp("ts")
    }

    public func checkRules(_ report: inout RuleReport) {
        report.require(minPrincipal <= maxPrincipal, "max_principal must be equal or greater than min_principal.")
        report.require(
            (pegExchangeRate == nil) == (pegDebtorID == nil),
            "peg_exchange_rate and peg_debtor_id fields must both be missing, or must both be present.")
    }

    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", Self.typeName)
        writer.member("debtor_id", debtorID)
        writer.member("creditor_id", creditorID)
        writer.member("update_id", updateID)
        writer.member("policy_name", policyName)
        writer.member("min_principal", minPrincipal)
        writer.member("max_principal", maxPrincipal)
        writer.member("peg_exchange_rate", pegExchangeRate)
        writer.member("peg_debtor_id", pegDebtorID)
        writer.member("ts", ts)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(debtorID: debtorID, creditorID: creditorID)
    }
}
