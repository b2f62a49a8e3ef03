import SMPProtocol

extension Creditor {
    /// CA 5.3: marks the creditor, and asks the trade service to stop trading on its behalf. The accounts, the PIN and the running
    /// transfers are to be deleted in the same transaction.
    ///
    /// - Parameter updateID: one draw from the sequence of update IDs, common to all notifications.
    /// - Returns: false when the creditor is not active; then nothing changes.
    mutating func deactivate(
        accounts: [DebtorID], updateID: UpdateID, now: Timestamp, effects: inout Effects
    ) -> Bool {
        guard isActive else { return false }
        status = .deactivated
        deactivationDate = now.date
        for debtor in accounts {
            stopTrade(AccountKey(creditor: id, debtor: debtor), updateID: updateID, now: now, effects: &effects)
        }
        return true
    }
}

/// CA 13.6: the three notifications with safe defaults for an account that is gone.
func stopTrade(_ key: AccountKey, updateID: UpdateID, now: Timestamp, effects: inout Effects) {
    effects.send(
        .updatedLedger(
            UpdatedLedger(
                debtorID: key.debtor, creditorID: key.creditor, updateID: updateID, accountID: .none, creationDate: .epoch, principal: 0,
                lastTransferNumber: 0, ts: now)))
    effects.send(.updatedPolicy(UpdatedPolicy(key, updateID: updateID, exchange: .default, at: now)))
    effects.send(.updatedFlags(UpdatedFlags(key, updateID: updateID, flags: AccountConfiguration.defaultFlags, at: now)))
}
