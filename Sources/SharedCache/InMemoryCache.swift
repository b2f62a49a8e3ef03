import Synchronization

/// The twin of `RedisCache` for one process: the least recently used entries go when the cost is over its bound.
public final class InMemoryCache: SharedCache {
    /// Tells the time.
    public typealias Clock = @Sendable () -> ContinuousClock.Instant

    /// What an entry costs beyond the bytes of its key and its value.
    static let entryOverhead = 128

    private let state: Mutex<RecentlyUsedEntries>
    private let now: Clock

    /// - Parameters:
    ///   - maximumCost: about the bytes that the entries may use.
    ///   - now: the clock; tests have their own.
    public init(maximumCost: Int, now: @escaping Clock = { ContinuousClock.now }) {
        precondition(maximumCost >= 0, "a cost is not negative")
        state = Mutex(RecentlyUsedEntries(maximumCost: maximumCost))
        self.now = now
    }

    /// How many entries are stored, expired ones among them.
    public var count: Int { state.withLock { $0.count } }

    /// The cost of all entries.
    public var cost: Int { state.withLock { $0.cost } }

    public func get(_ key: String) async -> [UInt8]? {
        let now = now()
        return state.withLock { $0.find(key, now: now)?.value }
    }

    public func set(_ key: String, to value: [UInt8], expiresAfter milliseconds: Int) async {
        precondition(milliseconds >= 1, "an expiry is at least a millisecond away")
        guard key.utf8.count <= CacheLimits.keyBytes, value.count <= CacheLimits.valueBytes else { return }
        let expiry = now() + .milliseconds(milliseconds)
        state.withLock { $0.store(key, value, expiry: expiry) }
    }

    public func delete(_ key: String) async {
        state.withLock { $0.remove(key) }
    }

    public func increment(_ key: String, by amount: Int64, expiresAfter milliseconds: Int) async -> Int64? {
        precondition(milliseconds >= 1 && amount >= 1, "an increment is at least 1, its expiry at least a millisecond away")
        guard key.utf8.count <= CacheLimits.keyBytes else { return nil }
        let now = now()
        return state.withLock { entries -> Int64? in
            let found = entries.find(key, now: now)
            // Kept as Redis keeps it: as decimal text, which `get` can read.
            guard let old = found.map({ Int64(String(decoding: $0.value, as: UTF8.self)) }) ?? 0 else { return nil }
            let (new, overflow) = old.addingReportingOverflow(amount)
            guard !overflow else { return nil }
            entries.store(key, Array(String(new).utf8), expiry: found?.expiry ?? now + .milliseconds(milliseconds))
            return new
        }
    }
}
