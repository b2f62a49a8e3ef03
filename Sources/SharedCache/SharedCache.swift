/// What processes of a node share to save work: never the only place where something is kept.
///
/// Nothing here throws. A cache that cannot be reached has nothing in it: reads find nothing, writes are lost, and counters do not
/// count. Callers therefore do what they would do without a cache (CA-API 3.10).
public protocol SharedCache: Sendable {
    /// The value, or nil when there is none (any more), or the cache cannot be asked.
    func get(_ key: String) async -> [UInt8]?

    /// - Parameter milliseconds: when the value is to be forgotten; at least 1.
    func set(_ key: String, to value: [UInt8], expiresAfter milliseconds: Int) async

    /// Forgets the value, if there is one.
    func delete(_ key: String) async

    /// Adds to a counter. A counter begins with 0, and is forgotten so many milliseconds after its first increment.
    ///
    /// - Parameter amount: at least 1.
    /// - Returns: the counter's new value, or nil when it is not known: the cache cannot be asked, or something else than a counter is
    ///   stored under the key, or the counter would exceed 64 bits.
    func increment(_ key: String, by amount: Int64, expiresAfter milliseconds: Int) async -> Int64?
}

/// The limits of what may be cached; both implementations ignore a `set` beyond them.
enum CacheLimits {
    static let keyBytes = 1 << 10
    static let valueBytes = 1 << 20
}
