import SMPProtocol

extension RunningTransfer {
    /// CA 7.5: the first result wins.
    ///
    /// - Returns: false when the transfer had been finalized before.
    @discardableResult
    mutating func finalize(
        errorCode: String?, totalLockedAmount: Int64?, creditor: inout Creditor, now: Timestamp, effects: inout Effects
    ) -> Bool {
        guard outcome == nil else { return false }
        version.bump(at: now)
        outcome = Outcome(at: now, errorCode: errorCode, totalLockedAmount: totalLockedAmount)
        creditor.logTransfer(
            uuid, updateID: version.id, data: .finalized(at: now, errorCode: errorCode), at: now, effects: &effects)
        return true
    }

    /// CA 7.3.
    ///
    /// - Returns: false when the transfer is settled, and so may not be cancelled.
    mutating func cancel(creditor: inout Creditor, now: Timestamp, effects: inout Effects) -> Bool {
        guard !isSettled else { return false }
        finalize(errorCode: StatusCode.canceledByTheSender, totalLockedAmount: nil, creditor: &creditor, now: now, effects: &effects)
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
