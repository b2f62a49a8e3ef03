/// SMP 5.2: tells the trade service about the ledger of an account.
public struct UpdatedLedger: AccountMessage {
    public static let kind = MessageKind.updatedLedger
    public static let layout = MessageLayout(describing: Self.self)

    public var debtorID: DebtorID
    public var creditorID: CreditorID
    /// Later updates have greater ones.
    public var updateID: UpdateID
    /// Empty when the account has no identity yet.
    public var accountID: AccountID
    /// The day on which the account was created; it tells the account from earlier ones with the same IDs.
    public var creationDate: CalendarDate
    /// The amount on the account, in tokens, without interest.
    public var principal: Int64
    /// The number of the newest transfer on the account; 0 when there was none.
    public var lastTransferNumber: TransferNumber
    public var ts: Timestamp

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(
        debtorID: DebtorID, creditorID: CreditorID, updateID: UpdateID, accountID: AccountID, creationDate: CalendarDate,
        principal: Int64, lastTransferNumber: TransferNumber, ts: Timestamp
    ) {
        self.debtorID = debtorID
        self.creditorID = creditorID
        self.updateID = updateID
        self.accountID = accountID
        self.creationDate = creationDate
        self.principal = principal
        self.lastTransferNumber = lastTransferNumber
        self.ts = ts
    }

    public init(fields: inout FieldReader) {
        fields.type(Self.kind)
        debtorID = fields.id("debtor_id")
        creditorID = fields.id("creditor_id")
        updateID = fields.id("update_id", in: 1...Int64.max)
        accountID = fields.accountID("account_id", ascii: false)
        creationDate = fields.date("creation_date")
        principal = fields.int64("principal")
        lastTransferNumber = fields.id("last_transfer_number", in: 0...Int64.max)
        ts = fields.timestamp("ts")
    }

    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", Self.typeName)
        writer.member("debtor_id", debtorID)
        writer.member("creditor_id", creditorID)
        writer.member("update_id", updateID)
        writer.member("account_id", accountID)
        writer.member("creation_date", creationDate)
        writer.member("principal", principal)
        writer.member("last_transfer_number", lastTransferNumber)
        writer.member("ts", ts)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(debtorID: debtorID, creditorID: creditorID)
    }
}
