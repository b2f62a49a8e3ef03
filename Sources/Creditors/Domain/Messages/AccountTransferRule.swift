import SMPProtocol

extension AccountTransfer {
    /// CA 9.4 step 1.
    func isTooOld(_ rules: MessageRules, now: Timestamp) -> Bool {
        now.microseconds(since: min(ts, committedAt)) > rules.logRetentionMicroseconds
    }

    var key: AccountKey { AccountKey(creditor: creditorID, debtor: debtorID) }
    var transfer: TransferKey { TransferKey(creationDate: creationDate, number: transferNumber) }

    var link: ChainLink {
        ChainLink(
            number: transferNumber, previous: previousTransferNumber, acquiredAmount: acquiredAmount, principal: principal,
            committedAt: committedAt)
    }

    fileprivate var record: CommittedTransfer {
        CommittedTransfer(
            key: key, transfer: transfer, link: link, coordinatorType: coordinatorType, sender: sender, recipient: recipient,
            noteFormat: transferNoteFormat, note: transferNote)
    }
}

extension AccountData {
    /// CA 9.4 steps 4–6, for a transfer that is neither too old nor known.
    ///
    /// - Returns: true when the transfer continues the ledger, which then has to be processed.
    mutating func receive(_ message: AccountTransfer, creditor: inout Creditor, now: Timestamp, effects: inout Effects) -> Bool {
        effects.committedTransfers.append(message.record)
        creditor.log(
            .committedTransfer(key.debtor, message.creationDate, message.transferNumber), updateID: nil, at: now, effects: &effects)
        guard message.creationDate == server.creationDate, message.transferNumber > ledger.lastTransferNumber else { return false }
        // CA 21.2: a transfer that waits is remembered at once, so that the scanner finds the gap before it.
        ledger.pendingTransferAt = min(ledger.pendingTransferAt ?? message.committedAt, message.committedAt)
        return message.previousTransferNumber == ledger.lastTransferNumber
    }
}
