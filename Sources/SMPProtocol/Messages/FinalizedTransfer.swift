/// SMP 4.7: a prepared transfer has ended.
public struct FinalizedTransfer: CoordinatedMessage {
    public static let kind = MessageKind.finalizedTransfer
    public static let layout = MessageLayout(describing: Self.self)

    public var debtorID: DebtorID
    public var creditorID: CreditorID
    public var coordinatorType: CoordinatorType
    public var coordinatorID: CoordinatorID
    /// What the coordinator calls its request.
    public var coordinatorRequestID: CoordinatorRequestID
    /// What the accounting authority calls the prepared transfer; unique for the account of the sender.
    public var transferID: TransferID
    /// 0 when the status is not `OK`.
    public var committedAmount: Int64
    /// `OK`, or why nothing was committed.
    public var statusCode: String
    /// What is locked on the account of the sender for all prepared transfers, in tokens.
    public var totalLockedAmount: Int64
    /// When the transfer was prepared.
    public var preparedAt: Timestamp
    public var ts: Timestamp

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(
        debtorID: DebtorID, creditorID: CreditorID, coordinatorType: CoordinatorType, coordinatorID: CoordinatorID,
        coordinatorRequestID: CoordinatorRequestID, transferID: TransferID, committedAmount: Int64, statusCode: String,
        totalLockedAmount: Int64, preparedAt: Timestamp, ts: Timestamp
    ) {
        self.debtorID = debtorID
        self.creditorID = creditorID
        self.coordinatorType = coordinatorType
        self.coordinatorID = coordinatorID
        self.coordinatorRequestID = coordinatorRequestID
        self.transferID = transferID
        self.committedAmount = committedAmount
        self.statusCode = statusCode
        self.totalLockedAmount = totalLockedAmount
        self.preparedAt = preparedAt
        self.ts = ts
    }

    public init(fields: inout FieldReader) {
        fields.type(Self.kind)
        debtorID = fields.id("debtor_id")
        creditorID = fields.id("creditor_id")
        coordinatorType = fields.coordinatorType("coordinator_type")
        coordinatorID = fields.id("coordinator_id")
        coordinatorRequestID = fields.id("coordinator_request_id")
        transferID = fields.id("transfer_id")
        committedAmount = fields.int64("committed_amount", in: 0...Int64.max)
        statusCode = fields.ascii("status_code", max: 30)
        totalLockedAmount = fields.int64("total_locked_amount", in: 0...Int64.max)
        preparedAt = fields.timestamp("prepared_at")
        ts = fields.timestamp("ts")
    }

    public func checkRules(_ report: inout RuleReport) {
        report.require(
            statusCode == "OK" || committedAmount == 0, "The committed_amount must be zero when status_code is not \"OK\".")
    }

    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", Self.typeName)
        writer.member("debtor_id", debtorID)
        writer.member("creditor_id", creditorID)
        writer.member("coordinator_type", coordinatorType)
        writer.member("coordinator_id", coordinatorID)
        writer.member("coordinator_request_id", coordinatorRequestID)
        writer.member("transfer_id", transferID)
        writer.member("committed_amount", committedAmount)
        writer.member("status_code", statusCode)
        writer.member("total_locked_amount", totalLockedAmount)
        writer.member("prepared_at", preparedAt)
        writer.member("ts", ts)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(
            debtorID: debtorID, creditorID: creditorID, coordinatorID: coordinatorID,
            coordinatorType: coordinatorType)
    }
}
