/// SMP 4.3: asks for an amount to be locked for a transfer.
public struct PrepareTransfer: CoordinatedMessage {
    public static let kind = MessageKind.prepareTransfer
    public static let layout = MessageLayout(describing: Self.self)

    public var debtorID: DebtorID
    public var creditorID: CreditorID
    public var coordinatorType: CoordinatorType
    public var coordinatorID: CoordinatorID
    /// What the coordinator calls its request.
    public var coordinatorRequestID: CoordinatorRequestID
    /// The least amount to be locked, in tokens.
    public var minLockedAmount: Int64
    /// At least `minLockedAmount`.
    public var maxLockedAmount: Int64
    /// May be empty.
    public var recipient: AccountID
    /// A change of the interest rate after this moment ends the transfer.
    public var finalInterestRateTs: Timestamp
    /// Seconds.
    public var maxCommitDelay: Int32
    public var ts: Timestamp

    /// A message with these members; whether they keep the rules of the type is not looked at.
    public init(
        debtorID: DebtorID, creditorID: CreditorID, coordinatorType: CoordinatorType, coordinatorID: CoordinatorID,
        coordinatorRequestID: CoordinatorRequestID, minLockedAmount: Int64, maxLockedAmount: Int64, recipient: AccountID,
        finalInterestRateTs: Timestamp, maxCommitDelay: Int32, ts: Timestamp
    ) {
        self.debtorID = debtorID
        self.creditorID = creditorID
        self.coordinatorType = coordinatorType
        self.coordinatorID = coordinatorID
        self.coordinatorRequestID = coordinatorRequestID
        self.minLockedAmount = minLockedAmount
        self.maxLockedAmount = maxLockedAmount
        self.recipient = recipient
        self.finalInterestRateTs = finalInterestRateTs
        self.maxCommitDelay = maxCommitDelay
        self.ts = ts
    }

    public init(fields: inout FieldReader) {
        fields.type(Self.kind)
        debtorID = fields.id("debtor_id")
        creditorID = fields.id("creditor_id")
        coordinatorType = fields.coordinatorType("coordinator_type")
        coordinatorID = fields.id("coordinator_id")
        coordinatorRequestID = fields.id("coordinator_request_id")
        minLockedAmount = fields.int64("min_locked_amount", in: 0...Int64.max)
        maxLockedAmount = fields.int64("max_locked_amount", in: 0...Int64.max)
        recipient = fields.accountID("recipient")
        finalInterestRateTs = fields.timestamp("final_interest_rate_ts")
        maxCommitDelay = fields.int32("max_commit_delay", in: 0...Int32.max)
        ts = fields.timestamp("ts")
    }

    public func checkRules(_ report: inout RuleReport) {
        report.require(minLockedAmount <= maxLockedAmount, "max_locked_amount must be equal or greater than min_locked_amount.")
        if coordinatorType == .direct {
            report.require(coordinatorID == CoordinatorID(creditorID), "Invalid coordinator_id for direct transfer.")
        }
        if coordinatorType == .issuing {
            report.require(coordinatorID == CoordinatorID(debtorID), "Invalid coordinator_id for issuing transfer.")
            report.require(creditorID == .root, "Invalid sender creditor_id for issuing transfer.")
        }
    }

    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", Self.typeName)
        writer.member("creditor_id", creditorID)
        writer.member("debtor_id", debtorID)
        writer.member("coordinator_type", coordinatorType)
        writer.member("coordinator_id", coordinatorID)
        writer.member("coordinator_request_id", coordinatorRequestID)
        writer.member("min_locked_amount", minLockedAmount)
        writer.member("max_locked_amount", maxLockedAmount)
        writer.member("recipient", recipient)
        writer.member("final_interest_rate_ts", finalInterestRateTs)
        writer.member("max_commit_delay", maxCommitDelay)
        writer.member("ts", ts)
        writer.endObject()
    }

    public var address: MessageAddress {
        MessageAddress(
            debtorID: debtorID, creditorID: creditorID, coordinatorID: coordinatorID,
            coordinatorType: coordinatorType)
    }
}
