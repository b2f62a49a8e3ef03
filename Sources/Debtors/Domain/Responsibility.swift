import SMPProtocol

/// Which debtors this node serves: an interval of IDs, cut by the sharding realm (DA 2.4).
struct Responsibility: Sendable {
    /// Signed comparison. Absent when the command was started without it (DA 4.4): then no ID is served.
    let interval: ClosedRange<DebtorID>?
    let realm: ShardingRealm

    /// - Parameters:
    ///   - min: may be above `max`; the interval is then empty (SMP 14.5).
    init(min: DebtorID?, max: DebtorID?, realm: ShardingRealm) {
        if let min, let max, min <= max {
            interval = min...max
        } else {
            interval = nil
        }
        self.realm = realm
    }

    func isValid(_ id: DebtorID) -> Bool {
        isInside(id) && realm.contains(id)
    }

    func isValidForParent(_ id: DebtorID) -> Bool {
        isInside(id) && realm.parent.contains(id)
    }

    /// Left over from splitting the database of the parent shard: the sibling has it too.
    func isOnlyOfParent(_ id: DebtorID) -> Bool {
        isInside(id) && !realm.contains(id) && realm.parent.contains(id)
    }

    private func isInside(_ id: DebtorID) -> Bool {
        interval?.contains(id) ?? false
    }
}
