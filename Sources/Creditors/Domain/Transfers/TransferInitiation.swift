import SMPProtocol

extension Creditor {
    /// CA 7.2 steps 3–5, for an active creditor that has no running transfer with this UUID.
    ///
    /// - Parameter now: the moment of the request. The record's own moment of initiation follows it.
    mutating func initiate(
        _ request: TransferRequest, uuid: TransferUUID, requestID: CoordinatorRequestID, now: Timestamp, effects: inout Effects
    ) -> RunningTransfer {
        precondition(isActive, "only active creditors start transfers")
        precondition(request.amount >= 0 && request.lockedAmount >= 0, "the API lets no negative amount pass")
        let transfer = RunningTransfer(
            creditor: id, uuid: uuid, request: request, requestID: requestID, initiatedAt: now.adding(microseconds: 1),
            version: Version(id: 1, at: now))
        logTransfer(uuid, updateID: 1, at: now, effects: &effects)
        effects.send(
            .prepareTransfer(
                PrepareTransfer(
                    debtorID: request.debtor, creditorID: id, coordinatorType: .direct, coordinatorID: CoordinatorID(id),
                    coordinatorRequestID: requestID, minLockedAmount: request.lockedAmount, maxLockedAmount: request.lockedAmount,
                    recipient: request.recipient, finalInterestRateTs: request.finalInterestRateAt,
                    maxCommitDelay: request.maxCommitDelaySeconds(now: now), ts: now)))
        return transfer
    }
}

extension TransferRequest {
    /// CA 7.2 step 5: whole seconds until the deadline.
    func maxCommitDelaySeconds(now: Timestamp) -> Int32 {
        guard let deadline else { return Constants.maxCommitDelaySeconds }
        let microseconds = deadline.microseconds(since: now)
        return microseconds <= 0 ? 0 : Int32(clamping: microseconds / 1_000_000)
    }
}
