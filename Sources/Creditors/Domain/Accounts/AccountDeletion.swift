import SMPProtocol

/// Why an account may not be deleted (CA 6.7 steps 3 and 4).
enum DeletionRefusal: Error, Equatable, Sendable {
    case unsafe
    case pegged
}

extension Creditor {
    /// CA 6.7, for a creditor in any state that has the account.
    ///
    /// - Parameters:
    ///   - debtorName: the name under which the account is displayed.
    ///   - isPegTarget: some *other* account of the creditor is pegged to this one.
    ///   - updateID: a fresh draw of the sequence, larger than all update IDs of the account.
    mutating func deleteAccount(
        _ account: AccountData, debtorName: String?, isPegTarget: Bool, updateID: UpdateID, now: Timestamp, effects: inout Effects
    ) throws(DeletionRefusal) {
        guard account.isDeletionSafe || account.config.allowUnsafeDeletion || debtorName == nil else { throw .unsafe }
        guard !isPegTarget else { throw .pegged }
        largestHistoricLedgerEntryID = max(largestHistoricLedgerEntryID, account.ledger.lastEntryID)
        usage.registerAccountDeletion()
        accountsList.bump(at: now)
        log(.accountsList, updateID: accountsList.id, at: now, effects: &effects)
        let debtor = account.key.debtor
        let parts: [LogObject] = [
            .account(debtor), .accountConfig(debtor), .accountInfo(debtor), .accountLedger(debtor), .accountDisplay(debtor),
            .accountExchange(debtor), .accountKnowledge(debtor),
        ]
        for part in parts {
            log(part, updateID: updateID, deleted: true, at: now, effects: &effects)
        }
        stopTrade(account.key, updateID: updateID, now: now, effects: &effects)
    }
}
