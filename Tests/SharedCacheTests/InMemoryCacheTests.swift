import Synchronization
import TestSupport
import Testing

@testable import SharedCache

/// A clock that stands still until it is moved.
final class ManualClock: Sendable {
    private let moment = Mutex(ContinuousClock.now)

    var now: ContinuousClock.Instant { moment.withLock { $0 } }

    func advance(milliseconds: Int) { moment.withLock { $0 += .milliseconds(milliseconds) } }
}

@Suite struct InMemoryCacheTests {
    let clock = ManualClock()

    private func cache(maximumCost: Int = 1 << 20) -> InMemoryCache {
        InMemoryCache(maximumCost: maximumCost, now: { [clock] in clock.now })
    }

    @Test func `keys that are the same only after Unicode normalization are two keys`() async {
        let cache = cache()
        await cache.set("\u{e9}", to: [1], expiresAfter: 100)
        await cache.set("e\u{301}", to: [2], expiresAfter: 100)
        #expect(await cache.get("\u{e9}") == [1])
        #expect(await cache.get("e\u{301}") == [2])
    }

    @Test func `an entry lives to the end of its time, and not longer`() async {
        let cache = cache()
        await cache.set("a", to: [1], expiresAfter: 100)
        clock.advance(milliseconds: 99)
        #expect(await cache.get("a") == [1])
        clock.advance(milliseconds: 1)
        #expect(await cache.get("a") == nil)
        #expect(cache.count == 0 && cache.cost == 0)
    }

    @Test func `a counter is forgotten at the end of the time of its first increment`() async {
        let cache = cache()
        #expect(await cache.increment("n", by: 2, expiresAfter: 100) == 2)
        clock.advance(milliseconds: 99)
        #expect(await cache.increment("n", by: 3, expiresAfter: 100) == 5)
        clock.advance(milliseconds: 1)
        #expect(await cache.increment("n", by: 1, expiresAfter: 100) == 1)
    }

    @Test func `when the room is full, the entries go that were not used for the longest time`() async {
        let each = 1 + 10 + InMemoryCache.entryOverhead
        let cache = cache(maximumCost: 3 * each)
        let value = [UInt8](repeating: 0, count: 10)
        for key in ["a", "b", "c"] { await cache.set(key, to: value, expiresAfter: 1000) }
        #expect(cache.cost == 3 * each)
        _ = await cache.get("a")
        await cache.set("b", to: value, expiresAfter: 1000)
        await cache.set("d", to: value, expiresAfter: 1000)
        #expect(await cache.get("c") == nil)
        for key in ["a", "b", "d"] { #expect(await cache.get(key) == value) }
        #expect(cache.cost == 3 * each)
    }

    @Test func `what is bigger than all room is not stored, and does not push out others`() async {
        let cache = cache(maximumCost: 400)
        await cache.set("a", to: [1], expiresAfter: 1000)
        await cache.set("b", to: [UInt8](repeating: 0, count: 400), expiresAfter: 1000)
        #expect(await cache.get("a") == [1])
        #expect(await cache.get("b") == nil)
    }

    /// The same operations on the cache and on a plain list of entries in the order of their use.
    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func `random operations have the same outcome as in a simple model`(seed: UInt64) async {
        var random = SplitMix64(seed: seed)
        let maximumCost = 1_500
        let cache = cache(maximumCost: maximumCost)
        var model: [(key: String, value: [UInt8], expiry: ContinuousClock.Instant)] = []
        func cost(_ key: String, _ value: [UInt8]) -> Int { key.utf8.count + value.count + InMemoryCache.entryOverhead }
        for step in 0..<5_000 {
            let key = "k\(random.next() % 20)"
            let known = model.firstIndex { $0.key == key }
            switch random.next() % 10 {
            case 0..<4:
                let found = await cache.get(key)
                var expected: [UInt8]?
                if let known {
                    let entry = model.remove(at: known)
                    if entry.expiry > clock.now {
                        expected = entry.value
                        model.append(entry)
                    }
                }
                #expect(found == expected, "seed \(seed), step \(step), get \(key)")
            case 4..<8:
                let value = [UInt8](repeating: UInt8(truncatingIfNeeded: step), count: Int(random.next() % 300))
                let milliseconds = Int(random.next() % 100) + 1
                await cache.set(key, to: value, expiresAfter: milliseconds)
                if let known { model.remove(at: known) }
                model.append((key, value, clock.now + .milliseconds(milliseconds)))
                while model.reduce(0, { $0 + cost($1.key, $1.value) }) > maximumCost { model.removeFirst() }
            case 8:
                await cache.delete(key)
                if let known { model.remove(at: known) }
            default:
                clock.advance(milliseconds: Int(random.next() % 20))
            }
            #expect(cache.count == model.count, "seed \(seed), step \(step)")
            #expect(cache.cost == model.reduce(0) { $0 + cost($1.key, $1.value) }, "seed \(seed), step \(step)")
        }
    }
}
