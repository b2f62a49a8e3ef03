import SMPProtocol

/// Which debtors this node serves: an interval of IDs, cut by the sharding realm (DA 2.4).
struct Responsibility: Sendable {
    /// Compared as signed numbers; may be empty (SMP 14.5). Absent when the command was started without it (DA 4.4): then no ID is
    /// served.
    let range: IDRange<DebtorID>?
    let realm: ShardingRealm

    func isValid(_ id: DebtorID) -> Bool {
        isInside(id) && realm.contains(id)
    }

    func isValidForParent(_ id: DebtorID) -> Bool {
        isInside(id) && realm.parentContains(id)
    }

    /// Left over from splitting the database of the parent shard: the sibling has it too.
    func isOnlyOfParent(_ id: DebtorID) -> Bool {
        isValidForParent(id) && !realm.contains(id)
    }

    private func isInside(_ id: DebtorID) -> Bool {
        range?.contains(id) ?? false
    }
}
