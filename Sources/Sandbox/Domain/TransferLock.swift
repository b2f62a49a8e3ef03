import SMPProtocol

/// A prepared transfer: an amount that is locked until its coordinator finalizes it (AA 3.2). It never expires by itself.
struct TransferLock: Codable, Hashable, Sendable {
    let key: Key
    let coordinator: Coordinator
    /// The account that gets the money.
    let recipient: CreditorID
    let preparedAt: Timestamp
    let deadline: Timestamp
    let finalInterestRateTs: Timestamp
    let demurrageRate: Double
    let lockedAmount: Int64
    var lastReminderTs: Timestamp?

    struct Key: Codable, Hashable, Comparable, Sendable {
        let account: AccountKey
        let transferID: TransferID

        init(account: AccountKey, transferID: TransferID) {
            self.account = account
            self.transferID = transferID
        }

        static func < (a: Key, b: Key) -> Bool {
            a.account == b.account ? a.transferID < b.transferID : a.account < b.account
        }
    }

    /// Who asked for the transfer; a finalization must name the same (AA 6.6).
    struct Coordinator: Codable, Hashable, Sendable {
        let type: CoordinatorType
        let id: CoordinatorID
        let requestID: CoordinatorRequestID
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
