/// SMP 4.6: an amount has been locked; repeated as a reminder until the transfer is finalized.
public struct PreparedTransfer: CoordinatedMessage {
    public static let kind = MessageKind.preparedTransfer
    public static let layout = MessageLayout(describing: Self.self)

    public var debtorID: DebtorID
    public var creditorID: CreditorID
    public var coordinatorType: CoordinatorType
    public var coordinatorID: CoordinatorID
    /// What the coordinator calls its request.
    public var coordinatorRequestID: CoordinatorRequestID
    /// What the accounting authority calls the prepared transfer; unique for the account of the sender.
    public var transferID: TransferID
    /// What is locked, in tokens.
    public var lockedAmount: Int64
    /// May be empty.
    public var recipient: AccountID
    /// When the transfer was prepared.
    public var preparedAt: Timestamp
    /// Percents per year, −100 to 0: the worst that can happen to a locked amount.
    public var demurrageRate: Double
    /// The transfer can be committed until this moment.
    public var deadline: Timestamp
    /// A change of the interest rate after this moment ends the transfer.
    public var finalInterestRateTs: Timestamp
    public var ts: Timestamp

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(
        debtorID: DebtorID, creditorID: CreditorID, coordinatorType: CoordinatorType, coordinatorID: CoordinatorID,
        coordinatorRequestID: CoordinatorRequestID, transferID: TransferID, lockedAmount: Int64, recipient: AccountID,
        preparedAt: Timestamp, demurrageRate: Double, deadline: Timestamp, finalInterestRateTs: Timestamp, ts: Timestamp
    ) {
        self.debtorID = debtorID
        self.creditorID = creditorID
        self.coordinatorType = coordinatorType
        self.coordinatorID = coordinatorID
        self.coordinatorRequestID = coordinatorRequestID
        self.transferID = transferID
        self.lockedAmount = lockedAmount
        self.recipient = recipient
        self.preparedAt = preparedAt
        self.demurrageRate = demurrageRate
        self.deadline = deadline
        self.finalInterestRateTs = finalInterestRateTs
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
        lockedAmount = fields.int64("locked_amount", in: 0...Int64.max)
        recipient = fields.accountID("recipient")
        preparedAt = fields.timestamp("prepared_at")
        demurrageRate = fields.double("demurrage_rate", min: -100, max: 0)
        deadline = fields.timestamp("deadline")
        finalInterestRateTs = fields.timestamp("final_interest_rate_ts")
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
        writer.member("transfer_id", transferID)
        writer.member("locked_amount", lockedAmount)
        writer.member("recipient", recipient)
        writer.member("prepared_at", preparedAt)
        writer.member("demurrage_rate", demurrageRate)
        writer.member("deadline", deadline)
        writer.member("final_interest_rate_ts", finalInterestRateTs)
        writer.member("ts", ts)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(
            debtorID: debtorID, creditorID: creditorID, coordinatorID: coordinatorID,
            coordinatorType: coordinatorType)
    }
}
