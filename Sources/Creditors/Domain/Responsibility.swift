import SMPProtocol

/// Which creditors this node serves (CA 16.1).
struct Responsibility: Sendable {
    let range: IDRange<CreditorID>
    let realm: ShardingRealm

    /// Valid for this server: in the range, and of this shard.
    func includes(_ id: CreditorID) -> Bool { range.contains(id) && realm.contains(id) }

    /// Valid for the shard from which this one was split.
    func parentIncludes(_ id: CreditorID) -> Bool { range.contains(id) && realm.parentContains(id) }
}
