import SMPProtocol

/// What came of a request to create a transfer (DA 9.10).
enum TransferInitiation: Sendable, Equatable {
    case created(RunningTransfer)
    /// The very same transfer had been created before.
    case exists(RunningTransfer)
}

extension DebtorFile {
    /// DA 9.10.
    ///
    /// - Parameters:
    ///   - existing: the stored transfer with the same debtor and UUID, read after the debtor was locked.
    ///   - requestID: a new one, used if a transfer is created.
    ///   - receivedAt: when the request came: the transfer counts as initiated then.
    mutating func initiateTransfer(
        uuid: TransferUUID, order: TransferOrder, existing: RunningTransfer?, requestID: CoordinatorRequestID, limits: Limits,
        receivedAt: Timestamp
    ) throws(Refusal) -> TransferInitiation {
        precondition(order.amount >= 0 && order.note.utf8.count <= Constants.transferNoteMaxBytes)
        if let existing {
            guard existing.order == order else { throw .transfersConflict }
            return .exists(existing)
        }

        var debtor = try activeDebtor()
        try debtor.throttleAction(limits: limits, now: now)
        guard Int(debtor.runningTransfersCount) < limits.maxTransfersPerMonth else { throw .tooManyRunningTransfers }
        debtor.runningTransfersCount += 1
        self.debtor = debtor

        let transfer = RunningTransfer(
            debtorID: debtor.id, uuid: uuid, requestID: requestID, order: order, initiatedAt: receivedAt)
        effects.send(.prepareTransfer(transfer.preparation(now: now)))
        return .created(transfer)
    }

    /// DA 9.12: one transfer less. The caller has deleted it.
    mutating func countDeletedTransfer() {
        guard let count = debtor?.runningTransfersCount else { return }
        precondition(count > 0, "a transfer was deleted that had never been counted")
        debtor?.runningTransfersCount = count - 1
    }
}

extension RunningTransfer? {
    /// DA 9.11. No message is sent: a PreparedTransfer that comes later is dismissed.
    mutating func cancel(now: Timestamp) throws(Refusal) {
        guard var transfer = self else { throw .transferDoesNotExist }
        guard !transfer.isSettled else { throw .forbiddenTransferCancellation }
        transfer.finalize(TransferOutcome(finalizedAt: now, errorCode: StatusCode.canceledByTheSender))
        self = transfer
    }
}

extension RunningTransfer {
    /// DA 6.2
    func preparation(now: Timestamp) -> PrepareTransfer {
        PrepareTransfer(
            debtorID: debtorID, creditorID: .root, coordinatorType: .issuing,
            coordinatorID: CoordinatorID(debtorID), coordinatorRequestID: requestID,
            minLockedAmount: order.amount, maxLockedAmount: order.amount, recipient: order.recipient,
            finalInterestRateTs: .farFuture, maxCommitDelay: Constants.maxCommitDelay, ts: now)
    }
}
