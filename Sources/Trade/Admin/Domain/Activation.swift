import SMPProtocol

/// The request of R1 for so many collector accounts (TS 11.3, TS2 14.6): refused as a whole when there are not enough IDs, where the
/// workers' own requests get what there is.
enum Activation {
    /// There are not enough IDs (TS 10.2.3).
    struct NotEnoughIDs: Error, Hashable {}

    /// The accounts to be inserted.
    ///
    /// - Throws: ``NotEnoughIDs`` when nothing must be inserted.
    static func new(
        _ wanted: Int64, of debtor: DebtorID, known: [CreditorID: CollectorStatus], interval: CollectorInterval
    ) throws(NotEnoughIDs) -> CollectorEnsuring {
        let alive = known.values.count { $0.isAlive }
        let dead = known.count - alive
        if wanted > alive, wanted > Int64(interval.accountLimit - dead) { throw NotEnoughIDs() }
        // What is more than there are IDs was refused, or is there already.
        return CollectorEnsuring(Int(wanted), of: debtor, known: known, interval: interval)
    }
}
