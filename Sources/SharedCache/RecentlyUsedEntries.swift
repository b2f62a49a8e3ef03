import SMPProtocol

/// A dictionary that knows in which order its entries were used: slots in an array, linked both ways.
struct RecentlyUsedEntries {
    struct Found {
        let value: [UInt8]
        let expiry: ContinuousClock.Instant
    }

    private struct Slot {
        var key: String
        var value: [UInt8]
        var expiry: ContinuousClock.Instant
        /// Towards the most recently used entry.
        var newer: Int
        /// Towards the least recently used entry.
        var older: Int
    }

    private static let none = -1

    private let maximumCost: Int
    private(set) var cost = 0
    private var slots: [Slot] = []
    private var freeSlots: [Int] = []
    private var places: [ExactText: Int] = [:]
    private var newest = none
    private var oldest = none

    init(maximumCost: Int) {
        self.maximumCost = maximumCost
    }

    var count: Int { places.count }

    /// Finds a living entry, and makes it the most recently used one. A dead one is removed.
    mutating func find(_ key: String, now: ContinuousClock.Instant) -> Found? {
        guard let place = places[ExactText(key)] else { return nil }
        guard slots[place].expiry > now else {
            remove(key)
            return nil
        }
        unlink(place)
        linkAsNewest(place)
        return Found(value: slots[place].value, expiry: slots[place].expiry)
    }

    /// Stores an entry in the place of the one with the same key, and makes room for it. What is bigger than all room is not stored.
    mutating func store(_ key: String, _ value: [UInt8], expiry: ContinuousClock.Instant) {
        remove(key)
        let added = Self.cost(key, value)
        guard added <= maximumCost else { return }
        while cost + added > maximumCost { remove(slots[oldest].key) }
        let slot = Slot(key: key, value: value, expiry: expiry, newer: Self.none, older: Self.none)
        let place: Int
        if let free = freeSlots.popLast() {
            place = free
            slots[place] = slot
        } else {
            place = slots.count
            slots.append(slot)
        }
        places[ExactText(key)] = place
        linkAsNewest(place)
        cost += added
        assert(cost <= maximumCost && places.count + freeSlots.count == slots.count)
    }

    mutating func remove(_ key: String) {
        guard let place = places.removeValue(forKey: ExactText(key)) else { return }
        unlink(place)
        cost -= Self.cost(key, slots[place].value)
        precondition(cost >= 0, "the cost of the entries is wrong")
        slots[place].key = ""
        slots[place].value = []
        freeSlots.append(place)
    }

    private static func cost(_ key: String, _ value: [UInt8]) -> Int {
        key.utf8.count + value.count + InMemoryCache.entryOverhead
    }

    private mutating func linkAsNewest(_ place: Int) {
        slots[place].newer = Self.none
        slots[place].older = newest
        if newest == Self.none { oldest = place } else { slots[newest].newer = place }
        newest = place
    }

    private mutating func unlink(_ place: Int) {
        let (newer, older) = (slots[place].newer, slots[place].older)
        if newer == Self.none { newest = older } else { slots[newer].older = older }
        if older == Self.none { oldest = newer } else { slots[older].newer = newer }
    }
}
