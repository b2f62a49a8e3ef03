/// SMP 4.4: commits or dismisses a prepared transfer.
public struct FinalizeTransfer: CoordinatedMessage {
    public static let kind = MessageKind.finalizeTransfer
    public static let layout = MessageLayout(describing: Self.self)

    /// Up to 8 letters, digits, points and hyphens.
    public var transferNoteFormat: String
    /// At most 500 bytes.
    public var transferNote: String
    public var debtorID: DebtorID
    public var creditorID: CreditorID
    public var coordinatorType: CoordinatorType
    public var coordinatorID: CoordinatorID
    /// What the coordinator calls its request.
    public var coordinatorRequestID: CoordinatorRequestID
    /// What the accounting authority calls the prepared transfer; unique for the account of the sender.
    public var transferID: TransferID
    /// 0 dismisses the prepared transfer.
    public var committedAmount: Int64
    public var ts: Timestamp

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(
        transferNoteFormat: String, transferNote: String, debtorID: DebtorID, creditorID: CreditorID,
        coordinatorType: CoordinatorType, coordinatorID: CoordinatorID, coordinatorRequestID: CoordinatorRequestID,
        transferID: TransferID, committedAmount: Int64, ts: Timestamp
    ) {
        self.transferNoteFormat = transferNoteFormat
        self.transferNote = transferNote
        self.debtorID = debtorID
        self.creditorID = creditorID
        self.coordinatorType = coordinatorType
        self.coordinatorID = coordinatorID
        self.coordinatorRequestID = coordinatorRequestID
        self.transferID = transferID
        self.committedAmount = committedAmount
        self.ts = ts
    }

    public init(fields: inout FieldReader) {
        fields.type(Self.kind)
        transferNoteFormat = fields.string("transfer_note_format", matching: .transferNoteFormat)
        transferNote = fields.string("transfer_note", max: 500, maxBytes: 500)
        debtorID = fields.id("debtor_id")
        creditorID = fields.id("creditor_id")
        coordinatorType = fields.coordinatorType("coordinator_type")
        coordinatorID = fields.id("coordinator_id")
        coordinatorRequestID = fields.id("coordinator_request_id")
        transferID = fields.id("transfer_id")
        committedAmount = fields.int64("committed_amount", in: 0...Int64.max)
        ts = fields.timestamp("ts")
    }

    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", Self.typeName)
        writer.member("creditor_id", creditorID)
        writer.member("debtor_id", debtorID)
        writer.member("transfer_id", transferID)
        writer.member("coordinator_type", coordinatorType)
        writer.member("coordinator_id", coordinatorID)
        writer.member("coordinator_request_id", coordinatorRequestID)
        writer.member("committed_amount", committedAmount)
        writer.member("transfer_note_format", transferNoteFormat)
        writer.member("transfer_note", transferNote)
        writer.member("ts", ts)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(
            debtorID: debtorID, creditorID: creditorID, coordinatorID: coordinatorID,
            coordinatorType: coordinatorType)
    }
}
