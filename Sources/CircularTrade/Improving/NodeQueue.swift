/// Nodes that wait for their turn, first in, first out. A node may wait only once at a time.
struct NodeQueue: ~Copyable {
    private let following: FlatArray<UInt32>
    private var first = Self.none
    private var last = Self.none

    private static var none: UInt32 { .max }

    init(nodeCount: Int) {
        following = FlatArray(repeating: Self.none, count: nodeCount)
    }

    @inline(__always)
    mutating func append(_ node: Int) {
        following[node] = Self.none
        if first == Self.none { first = UInt32(node) } else { following[Int(last)] = UInt32(node) }
        last = UInt32(node)
    }

    @inline(__always)
    mutating func popFirst() -> Int? {
        if first == Self.none { return nil }
        let node = Int(first)
        first = following[node]
        return node
    }

    mutating func removeAll() {
        first = Self.none
    }
}
