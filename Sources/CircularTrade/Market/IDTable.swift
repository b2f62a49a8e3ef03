/// Gives consecutive 32-bit indices to 64-bit IDs: open addressing over a table of indices, in segments.
struct IDTable: Sendable {
    /// The IDs in the order of their indices.
    private(set) var ids = Column<Int64>()
    private var segments: ContiguousArray<ContiguousArray<UInt32>> = [ContiguousArray(repeating: Self.free, count: 16)]
    private var segmentBits = 4
    private var lastID: Int64 = 0
    private var lastIndex = Self.free

    private static let free = UInt32.max
    /// Segments are small enough to come from, and go back to, the same pool of memory when the table grows.
    private static let maximumSegmentBits = 14

    var count: Int { ids.count }

    private var slotCount: Int { segments.count << segmentBits }

    private subscript(slot: Int) -> UInt32 {
        get { segments[slot >> segmentBits][slot & ((1 << segmentBits) - 1)] }
        set { segments[slot >> segmentBits][slot & ((1 << segmentBits) - 1)] = newValue }
    }

    /// The index of an ID that may be new.
    mutating func index(of id: Int64) -> UInt32 {
        // Offers usually arrive grouped by trader.
        if id == lastID && lastIndex != Self.free { return lastIndex }
        var slot = slot(of: id)
        if self[slot] == Self.free {
            precondition(ids.count < Int(Int32.max), "more than 2^31 IDs")
            if ids.count * 3 >= slotCount * 2 {
                grow()
                slot = self.slot(of: id)
            }
            self[slot] = UInt32(ids.count)
            ids.append(id)
        }
        lastID = id
        lastIndex = self[slot]
        return lastIndex
    }

    /// The slot that holds the ID, or the free one where it belongs.
    private func slot(of id: Int64) -> Int {
        let mask = slotCount - 1
        var slot = Int(truncatingIfNeeded: mix(UInt64(bitPattern: id)) >> 16) & mask
        while self[slot] != Self.free && ids[Int(self[slot])] != id { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        let doubled = slotCount * 2
        segmentBits = min(segmentBits + 1, Self.maximumSegmentBits)
        segments = []
        while slotCount < doubled {
            segments.append(ContiguousArray(repeating: Self.free, count: 1 << segmentBits))
        }
        for index in 0..<ids.count { self[slot(of: ids[index])] = UInt32(index) }
    }
}
