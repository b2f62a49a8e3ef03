/// Which IDs a node serves: an interval, cut by the sharding realm (SMP 14.5).
public struct Responsibility<ID: WireIdentifier>: Hashable, Sendable {
    /// The interval.
    public let range: IDRange<ID>
    /// The part of all IDs that the shard has.
    public let realm: ShardingRealm

    /// What is in both.
    public init(range: IDRange<ID>, realm: ShardingRealm) {
        self.range = range
        self.realm = realm
    }

    /// Valid for this shard.
    public func includes(_ id: ID) -> Bool { range.contains(id) && realm.contains(id) }

    /// Valid for this shard or its sibling: for the shard from which both were split.
    public func parentIncludes(_ id: ID) -> Bool { range.contains(id) && realm.parentContains(id) }

    /// Left over from splitting the database of the parent: the sibling has it, too.
    public func isLeftOver(_ id: ID) -> Bool { parentIncludes(id) && !realm.contains(id) }
}
