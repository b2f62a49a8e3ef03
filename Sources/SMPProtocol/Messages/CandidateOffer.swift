/// SMP 5.3: offers to buy (positive) or sell an amount in a turn.
public struct CandidateOffer: AccountMessage {
    public static let kind = MessageKind.candidateOffer
    public static let layout = MessageLayout(describing: Self.self)

    /// The turn of the trade service.
    public var turnID: TurnID
    public var debtorID: DebtorID
    public var creditorID: CreditorID
    /// Never 0, never −2^63.
    public var amount: Int64
    /// The number of the newest transfer on the account; 0 when there was none.
    public var lastTransferNumber: TransferNumber
    /// The day on which the account was created.
    public var accountCreationDate: CalendarDate
    public var ts: Timestamp

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(
        turnID: TurnID, debtorID: DebtorID, creditorID: CreditorID, amount: Int64, lastTransferNumber: TransferNumber,
        accountCreationDate: CalendarDate, ts: Timestamp
    ) {
        self.turnID = turnID
        self.debtorID = debtorID
        self.creditorID = creditorID
        self.amount = amount
        self.lastTransferNumber = lastTransferNumber
        self.accountCreationDate = accountCreationDate
        self.ts = ts
    }

    public init(fields: inout FieldReader) {
        fields.type(Self.kind)
        turnID = TurnID(fields.int32("turn_id"))
        debtorID = fields.id("debtor_id")
        creditorID = fields.id("creditor_id")
        amount = fields.int64("amount", in: -Int64.max...Int64.max, forbidden: 0, "Amount can not be zero.")
        lastTransferNumber = fields.id("last_transfer_number", in: 0...Int64.max)
        accountCreationDate = fields.date("account_creation_date")
        ts = fields.timestamp("ts")
    }

    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", Self.typeName)
        writer.member("turn_id", turnID)
        writer.member("debtor_id", debtorID)
        writer.member("creditor_id", creditorID)
        writer.member("amount", amount)
        writer.member("account_creation_date", accountCreationDate)
        writer.member("last_transfer_number", lastTransferNumber)
        writer.member("ts", ts)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(debtorID: debtorID, creditorID: creditorID)
    }
}
