/// Nodes by their distance, for shortest paths with small whole lengths: one doubly linked list per distance.
struct DistanceBuckets: ~Copyable {
    /// Nodes at this distance or beyond are not told apart.
    static var limit: Int { 1 << 14 }

    /// The least distance at which nodes may still wait.
    private(set) var nearest = 0
    private let distance: FlatArray<UInt32>
    private let following: FlatArray<UInt32>
    private let preceding: FlatArray<UInt32>
    private let heads: FlatArray<UInt32>

    private static var none: UInt32 { .max }

    init(nodeCount: Int) {
        distance = FlatArray(repeating: Self.none, count: nodeCount)
        following = FlatArray(repeating: Self.none, count: nodeCount)
        preceding = FlatArray(repeating: Self.none, count: nodeCount)
        heads = FlatArray(repeating: Self.none, count: Self.limit)
    }

    /// The distance of a node as far as it is known; `UInt32.max` if it was not reached.
    @inline(__always)
    subscript(node: Int) -> UInt32 { distance[node] }

    mutating func removeAll() {
        distance.fill(Self.none)
        heads.fill(Self.none)
        nearest = 0
    }

    @inline(__always)
    func insert(_ node: Int, at new: Int) {
        distance[node] = UInt32(new)
        let head = heads[new]
        following[node] = head
        preceding[node] = Self.none
        if head != Self.none { preceding[Int(head)] = UInt32(node) }
        heads[new] = UInt32(node)
    }

    /// Brings a node nearer, if the way through a node at the distance `other`, which is done, is shorter.
    @inline(__always)
    func improve(_ node: Int, to new: Int64, from other: Int64) {
        let known = distance[node]
        if Int64(known) <= other || Int64(known) <= new || new >= Int64(Self.limit) { return }
        if known != Self.none { remove(node) }
        insert(node, at: Int(new))
    }

    /// Takes out a node of the least distance; nil if all are done.
    mutating func popNearest() -> Int? {
        while nearest < Self.limit {
            let head = heads[nearest]
            if head != Self.none {
                remove(Int(head))
                return Int(head)
            }
            nearest += 1
        }
        return nil
    }

    @inline(__always)
    private func remove(_ node: Int) {
        let (before, after) = (preceding[node], following[node])
        if before == Self.none { heads[Int(distance[node])] = after } else { following[Int(before)] = after }
        if after != Self.none { preceding[Int(after)] = before }
    }
}
