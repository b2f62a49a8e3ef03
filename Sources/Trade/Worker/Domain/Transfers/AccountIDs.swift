import SMPProtocol

extension AccountIDResponse {
    /// TW 22.1: under which name somebody's account gets transfers.
    ///
    /// - Parameters:
    ///   - policy: a user's.
    ///   - account: a collector's.
    static func answering(
        _ m: AccountIDRequest, policy: TradingPolicy?, account: WorkerAccount?, now: Timestamp, effects: inout Effects
    ) -> AccountIDResponse {
        let id: AccountID
        let version: Int64
        if let policy {
            (id, version) = (policy.ledger.accountID, policy.ledger.mark.updateID.rawValue)
        } else if let account, !account.accountID.isEmpty {
            (id, version) = (account.accountID, Int64(account.creationDate.rawValue))
        } else {
            (id, version) = (.none, .min + 1)
            if m.transferKind != .moving { effects.note(.noAccountID(AccountKey(creditor: m.creditorID, debtor: m.debtorID))) }
        }
        return AccountIDResponse(
            collectorID: m.collectorID, turnID: m.turnID, debtorID: m.debtorID, creditorID: m.creditorID, transferKind: m.transferKind,
            accountID: id, accountIDVersion: version, ts: now)
    }
}
