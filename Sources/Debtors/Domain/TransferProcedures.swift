import SMPProtocol

/// What came of a request to create a transfer (DA 9.10).
enum TransferInitiation: Sendable, Equatable {
    case created(RunningTransfer, effects: [Effect])
    /// The very same transfer had been created before.
    case exists(RunningTransfer)
}

extension Debtor? {
    /// DA 9.10.
    ///
    /// - Parameters:
    ///   - existing: the stored transfer with the same debtor and UUID, read after the debtor was locked.
    ///   - requestID: a new one, used if a transfer is created.
    ///   - receivedAt: when the request came: the transfer counts as initiated then.
    mutating func initiateTransfer(
        uuid: TransferUUID, order: TransferOrder, existing: RunningTransfer?, requestID: CoordinatorRequestID,
        limits: Limits, receivedAt: Timestamp, now: Timestamp
    ) throws(Refusal) -> TransferInitiation {
        precondition(order.amount >= 0 && order.note.utf8.count <= Constants.transferNoteMaxBytes)
        if let existing {
            guard existing.order == order else { throw .transfersConflict }
            return .exists(existing)
        }

        var debtor = try active()
        try debtor.throttleAction(limits: limits, now: now)
        guard Int(debtor.runningTransfersCount) < limits.maxTransfersPerMonth else { throw .tooManyRunningTransfers }
        debtor.runningTransfersCount += 1

        let transfer = RunningTransfer(
            debtorID: debtor.id, uuid: uuid, requestID: requestID, order: order, initiatedAt: receivedAt)
        self = debtor
        return .created(transfer, effects: [transfer.prepareMessage(now: now)])
    }

    /// DA 9.12: one transfer less. The caller has deleted it.
    mutating func countDeletedTransfer() {
        guard let count = self?.runningTransfersCount else { return }
        precondition(count > 0, "a transfer was deleted that had never been counted")
        self?.runningTransfersCount = count - 1
    }
}

extension RunningTransfer? {
    /// DA 9.11. No message is sent: a PreparedTransfer that comes later is dismissed.
    mutating func cancel(now: Timestamp) throws(Refusal) {
        guard var transfer = self else { throw .transferDoesNotExist }
        guard !transfer.isSettled else { throw .forbiddenTransferCancellation }
        transfer.finalize(errorCode: StatusCode.canceledByTheSender, now: now)
        self = transfer
    }
}

extension RunningTransfer {
    /// DA 6.2
    func prepareMessage(now: Timestamp) -> Effect {
        .prepareTransfer(
            PrepareTransfer(
                debtorID: debtorID, creditorID: .root, coordinatorType: .issuing,
                coordinatorID: CoordinatorID(debtorID), coordinatorRequestID: requestID,
                minLockedAmount: order.amount, maxLockedAmount: order.amount, recipient: order.recipient,
                finalInterestRateTs: .farFuture, maxCommitDelay: Constants.maxCommitDelay, ts: now))
    }
}
