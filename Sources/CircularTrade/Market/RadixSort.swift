/// The order of 64-bit keys, as indices: a stable byte-wise radix sort that skips bytes in which all keys agree.
func ascendingOrder(of keys: borrowing FlatArray<UInt64>) -> FlatArray<UInt32> {
    let count = keys.count
    var order = FlatArray<UInt32>(repeating: 0, count: count)
    for index in 0..<count { order[index] = UInt32(index) }
    if count < 2 { return order }

    var differing: UInt64 = 0
    for index in 1..<count { differing |= keys[index] ^ keys[0] }
    var spare = FlatArray<UInt32>(repeating: 0, count: count)
    let starts = FlatArray<UInt32>(repeating: 0, count: 256)
    for shift in stride(from: UInt64(0), to: 64, by: 8) where differing >> shift & 255 != 0 {
        starts.fill(0)
        for index in 0..<count { starts[Int(keys[index] >> shift & 255)] += 1 }
        var total: UInt32 = 0
        for bucket in 0..<256 {
            let size = starts[bucket]
            starts[bucket] = total
            total += size
        }
        for position in 0..<count {
            let index = order[position]
            let bucket = Int(keys[Int(index)] >> shift & 255)
            spare[Int(starts[bucket])] = index
            starts[bucket] += 1
        }
        swap(&order, &spare)
    }
    return order
}
