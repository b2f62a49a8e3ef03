/// SMP 4.10: a committed transfer has changed the principal of an account. The trade service also replays it to itself (SMP 5.4).
public struct AccountTransfer: AccountMessage {
    public static let kind = MessageKind.accountTransfer
    public static let layout = MessageLayout(describing: Self.self)

    /// Up to 8 letters, digits, points and hyphens.
    public var transferNoteFormat: String
    /// At most 500 bytes.
    public var transferNote: String
    public var debtorID: DebtorID
    public var creditorID: CreditorID
    /// What kind of coordinator asked for the transfer.
    public var coordinatorType: CoordinatorType
    /// The day on which the account was created; it tells the account from earlier ones with the same IDs.
    public var creationDate: CalendarDate
    /// Greater than `previousTransferNumber`.
    public var transferNumber: TransferNumber
    /// May be empty.
    public var sender: AccountID
    /// May be empty.
    public var recipient: AccountID
    /// Never 0; negative for the sender.
    public var acquiredAmount: Int64
    /// When the transfer was committed.
    public var committedAt: Timestamp
    /// The amount on the account, in tokens, without interest.
    public var principal: Int64
    public var ts: Timestamp
    /// The number of the transfer before on the same account; 0 when there was none.
    public var previousTransferNumber: TransferNumber

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(
        transferNoteFormat: String, transferNote: String, debtorID: DebtorID, creditorID: CreditorID,
        coordinatorType: CoordinatorType, creationDate: CalendarDate, transferNumber: TransferNumber, sender: AccountID,
        recipient: AccountID, acquiredAmount: Int64, committedAt: Timestamp, principal: Int64, ts: Timestamp,
        previousTransferNumber: TransferNumber
    ) {
        self.transferNoteFormat = transferNoteFormat
        self.transferNote = transferNote
        self.debtorID = debtorID
        self.creditorID = creditorID
        self.coordinatorType = coordinatorType
        self.creationDate = creationDate
        self.transferNumber = transferNumber
        self.sender = sender
        self.recipient = recipient
        self.acquiredAmount = acquiredAmount
        self.committedAt = committedAt
        self.principal = principal
        self.ts = ts
        self.previousTransferNumber = previousTransferNumber
    }

    public init(fields: inout FieldReader) {
        fields.type(Self.kind)
        transferNoteFormat = fields.string("transfer_note_format", matching: .transferNoteFormat)
        transferNote = fields.string("transfer_note", max: 500, maxBytes: 500)
        debtorID = fields.id("debtor_id")
        creditorID = fields.id("creditor_id")
        coordinatorType = fields.coordinatorType("coordinator_type")
        creationDate = fields.date("creation_date")
        transferNumber = fields.id("transfer_number", in: 1...Int64.max)
        sender = fields.accountID("sender")
        recipient = fields.accountID("recipient")
        acquiredAmount = fields.int64("acquired_amount", forbidden: 0, "The acquired_amount field is zero, which is not allowed.")
        committedAt = fields.timestamp("committed_at")
        principal = fields.int64("principal")
        ts = fields.timestamp("ts")
        previousTransferNumber = fields.id("previous_transfer_number", in: 0...Int64.max)
    }

    public func checkRules(_ report: inout RuleReport) {
        report.require(
            transferNumber > previousTransferNumber, "transfer_number must be greater than previous_transfer_number.")
    }

    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", Self.typeName)
        writer.member("creditor_id", creditorID)
        writer.member("debtor_id", debtorID)
        writer.member("creation_date", creationDate)
        writer.member("transfer_number", transferNumber)
        writer.member("coordinator_type", coordinatorType)
        writer.member("committed_at", committedAt)
        writer.member("acquired_amount", acquiredAmount)
        writer.member("transfer_note_format", transferNoteFormat)
        writer.member("transfer_note", transferNote)
        writer.member("principal", principal)
        writer.member("previous_transfer_number", previousTransferNumber)
        writer.member("sender", sender)
        writer.member("recipient", recipient)
        writer.member("ts", ts)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(debtorID: debtorID, creditorID: creditorID)
    }
}
