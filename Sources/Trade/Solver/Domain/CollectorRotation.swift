import SMPProtocol

/// Which collector accounts are taken out of use for a while, so that their surplus can be counted (TS2 11.5).
enum CollectorRotation {
    /// A collector account that is active or disabled.
    struct Account: Hashable, Sendable {
        let collectorID: CreditorID
        let status: CollectorStatus
        let latestStatusChangeAt: Timestamp
    }

    /// What is to be done with the accounts of one currency.
    struct Verdict: Hashable, Sendable {
        /// Become disabled if they are still active.
        var disabled: [CreditorID] = []
        /// Whether the primary collector must exist from now on (TS2 11.5.5).
        var needsPrimary = false
    }

    /// At most a third of the accounts (rounded up) is disabled together, the ones that have been active for longest first, and none before
    /// it has been active for the least time.
    ///
    /// - Parameters:
    ///   - usable: all accounts of the currency that are active or disabled, in any order.
    ///   - primary: the currency's primary collector.
    ///   - limit: what became active later stays so: now − `APP_COLLECTOR_ACTIVITY_MIN_DAYS`.
    static func verdict(_ usable: [Account], primary: CreditorID, activeSince limit: Timestamp) -> Verdict {
        let disabled = usable.count { $0.status == .disabled }
        let quota = (usable.count + 2) / 3 - disabled
        guard quota > 0 else { return Verdict() }
        let oldest = usable.filter { $0.status == .active }
            .sorted { ($0.latestStatusChangeAt, $0.collectorID) < ($1.latestStatusChangeAt, $1.collectorID) }
            .prefix(quota).prefix { $0.latestStatusChangeAt <= limit }
            .map(\.collectorID)
        return Verdict(disabled: oldest, needsPrimary: oldest.contains { $0 != primary })
    }
}
