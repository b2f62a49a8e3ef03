import SMPProtocol

/// A prepared transfer: an amount that is locked until its coordinator finalizes it (AA 3.2). It never expires by itself.
public struct TransferLock: Codable, Hashable, Sendable {
    public let key: Key
    public let coordinator: Coordinator
    /// The account that gets the money.
    public let recipient: CreditorID
    public let preparedAt: Timestamp
    public let deadline: Timestamp
    public let finalInterestRateTs: Timestamp
    public let demurrageRate: Double
    public let lockedAmount: Int64
    public var lastReminderTs: Timestamp?

    public struct Key: Codable, Hashable, Comparable, Sendable {
        public let account: AccountKey
        public let transferID: TransferID

        public init(account: AccountKey, transferID: TransferID) {
            self.account = account
            self.transferID = transferID
        }

        public static func < (a: Key, b: Key) -> Bool {
            a.account == b.account ? a.transferID < b.transferID : a.account < b.account
        }
    }

    /// Who asked for the transfer; a finalization must name the same (AA 6.6).
    public struct Coordinator: Codable, Hashable, Sendable {
        public let type: CoordinatorType
        public let id: CoordinatorID
        public let requestID: CoordinatorRequestID
    }

    /// The message that tells the coordinator of the lock (AA 8).
    func message(rules: AuthorityRules, ts: Timestamp) -> PreparedTransfer {
        PreparedTransfer(
            debtorID: key.account.debtorID, creditorID: key.account.creditorID, coordinatorType: coordinator.type,
            coordinatorID: coordinator.id, coordinatorRequestID: coordinator.requestID, transferID: key.transferID,
            lockedAmount: lockedAmount, recipient: rules.accountID(of: recipient), preparedAt: preparedAt,
            demurrageRate: demurrageRate, deadline: deadline, finalInterestRateTs: finalInterestRateTs, ts: ts)
    }
}
