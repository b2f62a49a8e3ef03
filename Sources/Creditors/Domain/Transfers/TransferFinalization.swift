import SMPProtocol

extension RunningTransfer {
    /// CA 7.5: the first result wins.
    ///
    /// - Returns: false when the transfer had been finalized before.
    @discardableResult
    mutating func finalize(
        _ outcome: TransferOutcome, creditor: inout Creditor, effects: inout Effects
    ) -> Bool {
        guard self.outcome == nil else { return false }
        let now = outcome.finalizedAt
        version.bump(at: now)
        self.outcome = outcome
        creditor.logTransfer(
            uuid, updateID: version.id, data: .finalized(at: now, errorCode: outcome.errorCode), at: now, effects: &effects)
        return true
    }

    /// CA 7.3.
    ///
    /// - Returns: false when the transfer is settled, and so may not be cancelled.
    mutating func cancel(creditor: inout Creditor, now: Timestamp, effects: inout Effects) -> Bool {
        guard !isSettled else { return false }
        let outcome = TransferOutcome(finalizedAt: now, errorCode: StatusCode.canceledByTheSender)
        finalize(outcome, creditor: &creditor, effects: &effects)
        return true
    }
}

extension Creditor {
    /// CA 7.4: deletion neither cancels nor tells anybody.
    mutating func deleteTransfer(_ uuid: TransferUUID, now: Timestamp, effects: inout Effects) {
        usage.registerTransferDeletion()
        logTransfer(uuid, updateID: nil, deleted: true, at: now, effects: &effects)
    }
}
