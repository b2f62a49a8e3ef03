/// The path of a ``CycleSearch``: nodes, and for each but the first the arc that leads to it with what is left of it, side by
/// side, so that using a cycle touches consecutive memory only.
struct PathStack: ~Copyable {
    var count = 0
    private(set) var nodes = FlatArray<UInt32>(repeating: 0, count: 256)
    private(set) var arcs = FlatArray<UInt32>(repeating: 0, count: 256)
    private(set) var remaining = FlatArray<Int64>(repeating: 0, count: 256)
    private var minima = FlatArray<Int64>(repeating: 0, count: 256)

    @inline(__always)
    mutating func push(node: UInt32, arcFromParent arc: UInt32, remaining left: Int64, minimum: Int64) {
        if count == nodes.count { grow() }
        nodes[count] = node
        arcs[count] = arc
        remaining[count] = left
        minima[count] = minimum
        count += 1
    }

    /// The least that any arc from this place on can carry.
    @inline(__always)
    func narrowest(from start: Int) -> Int64 {
        var least = Int64.max
        for place in start..<count { least = min(least, remaining[place]) }
        return least
    }

    /// Subtracts the value from all arcs from this place on; the first place whose arc is no longer usable.
    @inline(__always)
    func use(_ value: Int64, from start: Int) -> Int {
        var cut = count
        var place = count - 1
        while place >= start {
            let left = remaining[place] - value
            remaining[place] = left
            if left < minima[place] { cut = place }
            place -= 1
        }
        return cut
    }

    private mutating func grow() {
        Self.double(&nodes)
        Self.double(&arcs)
        Self.double(&remaining)
        Self.double(&minima)
    }

    private static func double<Element: FixedWidthInteger & BitwiseCopyable>(_ array: inout FlatArray<Element>) {
        let larger = FlatArray<Element>(repeating: 0, count: array.count * 2)
        for index in 0..<array.count { larger[index] = array[index] }
        array = larger
    }
}
