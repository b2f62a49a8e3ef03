import SMPProtocol

extension Creditor {
    /// CA 5.1: a reserved creditor.
    ///
    /// - Parameters:
    ///   - relic: the largest entry ID in the log of a former creditor with this ID. The new log begins one above it, with an ID that
    ///     is never given out, so that a client that still follows the old log notices the gap.
    ///   - ledgerRelic: the largest ledger entry ID of a former creditor with this ID (CA 21.21), 0 if there is none.
    ///   - now: the moment of creation. The creditor, its list of accounts and its list of transfers have a moment each.
    static func reserved(
        _ id: CreditorID, reservationID: Int64, logRelic relic: Int64?, ledgerRelic: Int64, now: Timestamp
    ) -> Creditor {
        precondition(id.rawValue != 0, "the root creditor is no creditor of this node")
        return Creditor(
            id: id, status: .reserved, createdAt: now, reservationID: reservationID,
            version: Version(id: 1, at: now.adding(microseconds: 1)),
            lastLogEntryID: relic.map { $0 + 1 } ?? 0,
            largestHistoricLedgerEntryID: ledgerRelic,
            accountsList: Version(id: 1, at: now.adding(microseconds: 2)),
            transfersList: Version(id: 1, at: now.adding(microseconds: 3)),
            deactivationDate: nil, usage: Usage())
    }
}
