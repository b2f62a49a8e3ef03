import SMPProtocol

extension AccountData {
    /// CA 10.2: bridges the difference to a principal with entries that have no transfer. At most three are needed.
    ///
    /// - Returns: true when an entry was written.
    mutating func correctLedger(to principal: Int64, now: Timestamp, effects: inout Effects) -> Bool {
        var difference = Int128(principal) - Int128(ledger.principal)
        let mustWrite = difference != 0
        while difference != 0 {
            let step = Int64(min(max(difference, -Int128(Int64.max)), Int128(Int64.max)))
            let (next, overflow) = ledger.principal.addingReportingOverflow(step)
            precondition(!overflow, "a correction stays between the two principals")
            appendLedgerEntry(acquired: step, principal: next, transfer: nil, now: now, effects: &effects)
            difference -= Int128(step)
        }
        assert(ledger.principal == principal)
        return mustWrite
    }

    /// CA 10.3: takes a transfer, or the news of one that was lost, into the ledger.
    ///
    /// - Returns: true when an entry was written; then the ledger has a new update ID.
    mutating func updateLedger(
        number: TransferNumber, acquired: Int64, principal: Int64, now: Timestamp, effects: inout Effects
    ) -> Bool {
        var hasWritten = false
        let (before, overflow) = principal.subtractingReportingOverflow(acquired)
        if !overflow {
            hasWritten = correctLedger(to: before, now: now, effects: &effects)
        }
        if acquired != 0 {
            let transfer = TransferKey(creationDate: server.creationDate, number: number)
            appendLedgerEntry(acquired: acquired, principal: principal, transfer: transfer, now: now, effects: &effects)
            hasWritten = true
        }
        ledger.principal = principal
        ledger.lastTransferNumber = number
        if hasWritten {
            effects.bump(&ledger.version, at: now)
        }
        return hasWritten
    }

    private mutating func appendLedgerEntry(
        acquired: Int64, principal: Int64, transfer: TransferKey?, now: Timestamp, effects: inout Effects
    ) {
        precondition(acquired != 0, "an entry changes the principal")
        ledger.lastEntryID += 1
        ledger.principal = principal
        effects.ledger.append(
            LedgerEntry(
                key: key, id: ledger.lastEntryID, transfer: transfer, acquiredAmount: acquired, principal: principal, addedAt: now))
    }

    /// The log entry and the notification that tell the present state of the ledger (CA 10.3 step 4, CA 13.3).
    func announceLedger(creditor: inout Creditor, now: Timestamp, effects: inout Effects) {
        creditor.log(
            .accountLedger(key.debtor), updateID: ledger.version.id,
            data: .ledger(principal: ledger.principal, nextEntryID: ledger.nextEntryID), at: now, effects: &effects)
        effects.send(
            .updatedLedger(
                UpdatedLedger(
                    debtorID: key.debtor, creditorID: key.creditor, updateID: ledger.version.id, accountID: info.accountID,
                    creationDate: server.creationDate, principal: ledger.principal, lastTransferNumber: ledger.lastTransferNumber, ts: now))
        )
    }
}
