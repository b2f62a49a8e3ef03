import SMPProtocol

extension RunningTransfer {
    /// CA 9.6.
    mutating func apply(_ m: RejectedTransfer, creditor owner: inout Creditor, now: Timestamp, effects: inout Effects) {
        finalize(TransferOutcome(m, isProper: isOf(m), at: now), creditor: &owner, effects: &effects)
    }

    /// CA 9.7: commits the transfer that was prepared first, again with every repetition, and dismisses every other. What its creditor has
    /// cancelled has no transfer ID, and so is never committed (CA 20.6.4).
    mutating func apply(_ m: PreparedTransfer, now: Timestamp, effects: inout Effects) {
        let matches = isOf(m) && m.recipient == request.recipient && request.lockedAmount <= m.lockedAmount
        if matches && !isFinalized && transferID == nil {
            transferID = m.transferID
        }
        guard matches && transferID == m.transferID else { return dismiss(m, now: now, effects: &effects) }
        effects.send(
            .finalizeTransfer(
                FinalizeTransfer(
                    answering: m, amount: request.amount, noteFormat: request.noteFormat, note: request.note, at: now)))
    }

    /// CA 9.8.
    mutating func apply(_ m: FinalizedTransfer, creditor owner: inout Creditor, now: Timestamp, effects: inout Effects) {
        guard isOf(m), m.transferID == transferID else { return }
        finalize(TransferOutcome(m, amount: request.amount, at: now), creditor: &owner, effects: &effects)
    }

    /// Whether a message comes from the account that the money is taken from.
    private func isOf(_ m: some CoordinatedMessage) -> Bool { m.debtorID == request.debtor && m.creditorID == creditor }
}

/// CA 9.7 step 3, also for a transfer that is not known (any more).
func dismiss(_ m: PreparedTransfer, now: Timestamp, effects: inout Effects) {
    effects.send(.finalizeTransfer(FinalizeTransfer(answering: m, at: now)))
}
