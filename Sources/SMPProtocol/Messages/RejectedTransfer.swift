/// SMP 4.5: a request to prepare a transfer was refused.
public struct RejectedTransfer: CoordinatedMessage {
    public static let kind = MessageKind.rejectedTransfer
    public static let layout = MessageLayout(describing: Self.self)

    public var debtorID: DebtorID
    public var creditorID: CreditorID
    public var coordinatorType: CoordinatorType
    public var coordinatorID: CoordinatorID
    /// What the coordinator calls its request.
    public var coordinatorRequestID: CoordinatorRequestID
    /// Never `OK`; may be empty.
    public var statusCode: String
    /// What is locked on the account of the sender for all prepared transfers, in tokens.
    public var totalLockedAmount: Int64
    public var ts: Timestamp

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(
        debtorID: DebtorID, creditorID: CreditorID, coordinatorType: CoordinatorType, coordinatorID: CoordinatorID,
        coordinatorRequestID: CoordinatorRequestID, statusCode: String, totalLockedAmount: Int64, ts: Timestamp
    ) {
        self.debtorID = debtorID
        self.creditorID = creditorID
        self.coordinatorType = coordinatorType
        self.coordinatorID = coordinatorID
        self.coordinatorRequestID = coordinatorRequestID
        self.statusCode = statusCode
        self.totalLockedAmount = totalLockedAmount
        self.ts = ts
    }

    public init(fields: inout FieldReader) {
        fields.type(Self.kind)
        debtorID = fields.id("debtor_id")
        creditorID = fields.id("creditor_id")
        coordinatorType = fields.coordinatorType("coordinator_type")
        coordinatorID = fields.id("coordinator_id")
        coordinatorRequestID = fields.id("coordinator_request_id")
        statusCode = fields.ascii("status_code", max: 30, forbidden: "OK")
        totalLockedAmount = fields.int64("total_locked_amount", in: 0...Int64.max)
        ts = fields.timestamp("ts")
    }

    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", Self.typeName)
        writer.member("debtor_id", debtorID)
        writer.member("creditor_id", creditorID)
        writer.member("coordinator_type", coordinatorType)
        writer.member("coordinator_id", coordinatorID)
        writer.member("coordinator_request_id", coordinatorRequestID)
        writer.member("status_code", statusCode)
        writer.member("total_locked_amount", totalLockedAmount)
        writer.member("ts", ts)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(
            debtorID: debtorID, creditorID: creditorID, coordinatorID: coordinatorID,
            coordinatorType: coordinatorType)
    }
}
