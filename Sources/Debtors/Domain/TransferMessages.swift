import SMPProtocol

extension RunningTransfer? {
    /// DA 10.5: commits, if this is what was asked for; in all other cases dismisses. Exactly one message is sent.
    ///
    /// A repetition for the same transfer ID gives the same order again, also after the end of the transfer.
    mutating func receive(_ message: PreparedTransfer, now: Timestamp, effects: inout Effects) {
        if let transfer = self, transfer.matches(message), !transfer.isFinalized, !transfer.isSettled {
            self?.transferID = message.transferID
        }
        guard let transfer = self, transfer.matches(message), transfer.transferID == message.transferID else {
            // DA 6.3: releases what was locked.
            return effects.send(.finalizeTransfer(FinalizeTransfer(answering: message, at: now)))
        }
        effects.send(.finalizeTransfer(transfer.commitOrder(to: message, now: now)))
    }

    /// DA 10.6: also ends a transfer that was settled already.
    mutating func receive(_ message: RejectedTransfer, now: Timestamp) {
        guard let isProper = self?.isOf(message) else { return }
        self?.finalize(TransferOutcome(message, isProper: isProper, at: now))
    }

    /// DA 10.7
    mutating func receive(_ message: FinalizedTransfer, now: Timestamp) {
        guard let transfer = self, transfer.isOf(message), transfer.transferID == message.transferID else { return }
        self?.finalize(TransferOutcome(message, amount: transfer.order.amount, at: now))
    }
}

extension RunningTransfer {
    /// Whether a message comes from the debtor's own account. (It was found by its coordinator ID, which says nothing of that.)
    fileprivate func isOf(_ message: some CoordinatedMessage) -> Bool {
        message.debtorID == debtorID && message.creditorID == .root
    }

    /// DA 10.5.2
    fileprivate func matches(_ message: PreparedTransfer) -> Bool {
        isOf(message) && order.recipient == message.recipient && order.amount <= message.lockedAmount
    }

    fileprivate func commitOrder(to message: PreparedTransfer, now: Timestamp) -> FinalizeTransfer {
        precondition(order.amount <= message.lockedAmount, "never commit more than was locked")
        return FinalizeTransfer(answering: message, amount: order.amount, noteFormat: order.noteFormat, note: order.note, at: now)
    }
}
