/// How much of what is rejected is kept: so many bytes, the newest. Pure.
struct RejectedRoom: Equatable {
    /// What is kept takes so many bytes.
    let keptBytes: Int64
    /// What may be kept.
    let limitBytes: Int64

    /// How many of the messages that come now, the first ones, find no room even when everything else goes.
    ///
    /// - Parameter sizes: what each of them takes, in their order.
    func overflow(_ sizes: [Int64]) -> Int {
        var room = limitBytes
        return sizes.lastIndex { size in
            room -= size
            return room < 0
        }.map { $0 + 1 } ?? 0
    }

    /// How many bytes must go so that there is room for so many more.
    func excess(adding bytes: Int64) -> Int64 { max(0, keptBytes + bytes - limitBytes) }

    /// How many of the oldest messages must go so that so many bytes become free; all of them when they are not enough.
    ///
    /// - Parameter sizes: what each of them takes, the oldest first.
    static func leaving(_ sizes: [Int64], toFree bytes: Int64) -> Int {
        var missing = bytes
        var count = 0
        for size in sizes where missing > 0 {
            missing -= size
            count += 1
        }
        return count
    }
}
