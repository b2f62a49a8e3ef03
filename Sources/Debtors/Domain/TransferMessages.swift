import SMPProtocol

extension RunningTransfer? {
    /// DA 10.5: commits, if this is what was asked for; in all other cases dismisses. Exactly one message is sent.
    ///
    /// A repetition for the same transfer ID gives the same order again, also after the end of the transfer.
    mutating func receive(_ message: PreparedTransfer, now: Timestamp) -> [Effect] {
        guard var transfer = self, transfer.matches(message) else { return [message.dismissal(now: now)] }

        if !transfer.isFinalized, !transfer.isSettled {
            transfer.transferID = message.transferID
            self = transfer
        }
        guard transfer.transferID == message.transferID else { return [message.dismissal(now: now)] }
        return [transfer.commitOrder(to: message, now: now)]
    }

    /// DA 10.6: also ends a transfer that was settled already.
    mutating func receive(_ message: RejectedTransfer, now: Timestamp) {
        guard var transfer = self, !transfer.isFinalized else { return }
        let isProper =
            message.statusCode != StatusCode.ok
            && transfer.isOf(message.debtorID, message.creditorID)
        if isProper {
            transfer.finalize(
                errorCode: message.statusCode, totalLockedAmount: message.totalLockedAmount, now: now)
        } else {
            transfer.finalize(errorCode: StatusCode.unexpectedError, now: now)
        }
        self = transfer
    }

    /// DA 10.7
    mutating func receive(_ message: FinalizedTransfer, now: Timestamp) {
        guard var transfer = self, transfer.isOf(message.debtorID, message.creditorID),
            transfer.transferID == message.transferID
        else { return }

        switch (message.statusCode, message.committedAmount) {
        case (StatusCode.ok, transfer.order.amount):
            transfer.finalize(now: now)
        case (let code, 0) where code != StatusCode.ok:
            transfer.finalize(errorCode: code, totalLockedAmount: message.totalLockedAmount, now: now)
        default:
            transfer.finalize(errorCode: StatusCode.unexpectedError, now: now)
        }
        self = transfer
    }
}

extension RunningTransfer {
    /// Whether a message comes from the debtor's own account. (It was found by its coordinator ID, which says nothing of that.)
    fileprivate func isOf(_ debtorID: DebtorID, _ creditorID: CreditorID) -> Bool {
        self.debtorID == debtorID && creditorID == .root
    }

    /// DA 10.5.2
    fileprivate func matches(_ message: PreparedTransfer) -> Bool {
        isOf(message.debtorID, message.creditorID)
            && order.recipient == message.recipient
            && order.amount <= message.lockedAmount
    }

    fileprivate func commitOrder(to message: PreparedTransfer, now: Timestamp) -> Effect {
        precondition(order.amount <= message.lockedAmount, "never commit more than was locked")
        return message.finalization(amount: order.amount, noteFormat: order.noteFormat, note: order.note, now: now)
    }
}

extension PreparedTransfer {
    /// DA 6.3: releases what was locked, with the IDs of the message itself.
    fileprivate func dismissal(now: Timestamp) -> Effect {
        finalization(amount: 0, noteFormat: "", note: "", now: now)
    }

    fileprivate func finalization(amount: Int64, noteFormat: String, note: String, now: Timestamp) -> Effect {
        .finalizeTransfer(
            FinalizeTransfer(
                transferNoteFormat: noteFormat, transferNote: note, debtorID: debtorID, creditorID: creditorID,
                coordinatorType: .issuing, coordinatorID: coordinatorID, coordinatorRequestID: coordinatorRequestID,
                transferID: transferID, committedAmount: amount, ts: now))
    }
}
